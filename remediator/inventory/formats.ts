import type { Terminal } from "../report/terminal";
import type { Inventory } from "./inventory";

/** An inventory as a text; the terminal is what text is written for. */
export type InventoryFormat = (inventory: Inventory, terminal: () => Terminal) => string;

/** Every format by its name. Each is loaded when it is asked for. */
export const inventoryFormats = {
  text: (inventory, terminal) => (require("./text") as typeof import("./text")).textInventory(inventory, terminal()),
  json: (inventory) => (require("./json") as typeof import("./json")).jsonInventory(inventory),
  csv: (inventory) => (require("./csv") as typeof import("./csv")).csvInventory(inventory),
} as const satisfies Readonly<Record<string, InventoryFormat>>;

export type InventoryFormatName = keyof typeof inventoryFormats;

export const inventoryFormatNames = Object.keys(inventoryFormats) as readonly InventoryFormatName[];
