/**
 * Packages whose classes are resources of their provider, or components that make nothing in a network of AWS. Of any other package it is not
 * known what its classes make.
 */
const providers = new Set(
  `
  aci acme aiven akamai alicloud archive artifactory astra auth0 aviatrix aws aws-apigateway aws-iam aws-native aws-s3-replicated-bucket
  aws-static-website awsx azapi azure azure-native azure-static-website azuread azuredevops bitbucket bitwarden buildkite checkly cloudamqp cloudflare
  cloudinit cloudngfwaws command confluentcloud consul databricks datadog digitalocean dnsimple docker docker-build doppler dynatrace ec eks
  elasticstack equinix exoscale external f5bigip fastly flux fortios gandi gcp github gitlab google-cloud-static-website google-native grafana harbor
  harness hcloud hcp heroku honeycomb http ise juniper-mist kafka keycloak kong kubernetes kubernetes-cert-manager kubernetes-coredns
  kubernetes-ingress-nginx launchdarkly libvirt linode local logdna mailgun matchbox meraki minio mongodbatlas mssql mysql newrelic ngrok nomad ns1
  null oci okta onelogin onepassword openstack opsgenie ovh pagerduty pinecone port postgresql proxmoxve pulumiservice purrl rabbitmq rancher2 random
  redis rediscloud rke rockset scaleway scm sdwan sendgrid sentry signalfx slack snowflake splunk spotinst statuscake statuspage std strata-cloud-manager
  sumologic supabase synced-folder tailscale talos temporalcloud terraform time tls tls-self-signed-cert unifi upcloud vault venafi vercel vsphere
  wavefront yandex zitadel zpa
  `
    .trim()
    .split(/\s+/)
    .map(joined),
);

/** The words of a name are told apart by some languages only: `newrelic` is `NewRelic` in C#. */
function joined(name: string): string {
  return name.replaceAll("-", "");
}

/** Whether what a package's classes make is known to be what they say, or to have nothing to do with security groups. */
export function isProvider(packageName: string): boolean {
  return packageName === "pulumi" || providers.has(joined(packageName));
}
