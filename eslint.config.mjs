import tseslint from "typescript-eslint";
import prettier from "eslint-config-prettier";

export default tseslint.config(
  { ignores: ["**/dist/**", "**/node_modules/**", ".portcullis/**", "tests/programs/**", "tests/fixtures/**", "coverage/**", "reports/**"] },
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
  {
    files: ["**/*.ts"],
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: true }],
      // A module of ours that only some runs need is loaded when one does.
      "@typescript-eslint/no-require-imports": ["error", { allow: ["^\\.\\.?/"] }],
      // Pulumi programs create resources for their effect.
      "no-new": "off",
    },
  },
  {
    files: ["policypack/**/*.ts", "remediator/**/*.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        { property: "toLocaleString", message: "The first use loads the data of every language: see withCommas." },
      ],
    },
  },
  prettier,
);
