/** A line of the document on security groups that asks for something. */
export interface DocumentLine {
  readonly part: string;
  readonly text: string;
  /** Why code shows it in part, or not at all. */
  readonly note?: string;
}

const line = (part: string, text: string, note?: string): DocumentLine => (note === undefined ? { part, text } : { part, text, note });

/** What the document asks for, in its order. Policies quote the lines that they enforce. */
export const documentLines: readonly DocumentLine[] = [
  line("Characteristics", "They control inbound and outbound traffic based on defined rules."),
  line(
    "Characteristics",
    "Stateful: If an inbound rule allows traffic, the response is automatically allowed.",
    "No policy asks for a rule for answers.",
  ),
  line("Web server", "Allow HTTP (80) and HTTPS (443) from anywhere (0.0.0.0/0)."),
  line("Web server", "Allow SSH (22) access only from a trusted IP (e.g., SecureCart's office network)."),
  line("Web server", "Never expose SSH (22) to 0.0.0.0/0; use trusted IPs or AWS Systems Manager Session Manager."),
  line("Database", "SecureCart uses an RDS database in a private subnet that only backend applications should access."),
  line("Database", "Allow inbound traffic only from application instances within the VPC."),
  line("Database", "Use Security Group references instead of IP-based rules to allow traffic between instances dynamically."),
  line("Database", "Do not expose database ports to the internet (0.0.0.0/0)."),
  line("API Gateway and Lambda", "Ensure API Gateway cannot directly access the database."),
  line("API Gateway and Lambda", "Use security groups to allow Lambda-to-RDS communication."),
  line("API Gateway and Lambda", "Lambda Function: Outbound to RDS (3306/5432)."),
  line("API Gateway and Lambda", "RDS Database: Inbound from Lambda SG (3306)."),
  line("API Gateway and Lambda", "Minimize direct access to databases from the internet."),
  line("API Gateway and Lambda", "Use VPC Endpoints instead of public API access when possible."),
  line("Load balancer", "Allow only traffic from the ALB to the EC2 instances."),
  line("Load balancer", "Allow only the public-facing ALB to receive internet traffic."),
  line("Load balancer", "Restrict ALB access to specific trusted IPs if it's an internal app."),
  line("Load balancer", "Ensure backend instances accept only ALB traffic, not direct external access."),
  line("Bastion", "Allow SSH only to a bastion host in a public subnet."),
  line("Bastion", "Allow private EC2 instances to accept SSH only from the bastion host."),
  line("Bastion", "Private EC2 | SSH | 22 | Bastion Host SG | Allow only bastion access"),
  line("Bastion", "Use AWS Session Manager instead of a bastion host for increased security."),
  line(
    "Bastion",
    "If using a bastion, rotate SSH keys and enable MFA.",
    "A program shows whether there are keys and IMDSv2; rotation and MFA happen outside of it.",
  ),
  line("Peering", "Secure cross-VPC communication using VPC peering and security groups."),
  line("Peering", "Use private DNS resolution for seamless inter-VPC communication."),
  line("Peering", "Apply security group rules instead of opening entire subnets."),
  line("Best practices", "Follow the principle of least privilege – Allow only necessary traffic."),
  line("Best practices", "Use Security Group references instead of IP addresses when possible."),
  line("Best practices", "Regularly audit security groups for unused or overly permissive rules."),
  line("Best practices", "Enable AWS Network Firewall or AWS WAF to add an extra layer of protection."),
  line(
    "Common mistakes",
    "Exposing SSH (22) or RDP (3389) to the internet – Use VPN or AWS Systems Manager Session Manager.",
    "Whether there is a VPN is seldom in the program; what it would make unnecessary is.",
  ),
  line("Common mistakes", "Overly broad security group rules (e.g., allowing 0.0.0.0/0) – Always restrict to necessary IPs."),
  line("Common mistakes", "Not reviewing security group changes – Implement AWS Config to track changes."),
  line(
    "Common mistakes",
    "Assuming security groups replace NACLs – Use NACLs for subnet-level filtering and security groups for instance-level protection.",
  ),
  line("Summary", "Use security groups with ALB to restrict backend instance traffic."),
  line("Summary", "Lock down RDS to allow access only from application servers."),
];
