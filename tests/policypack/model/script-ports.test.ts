import { expect, test } from "@jest/globals";
import { portsOfScript } from "@portcullis/policypack/model/exposure/script-ports";
import { notation } from "@portcullis/policypack/net/ports";

const cases: readonly (readonly [name: string, script: string, ports: string])[] = [
  ["nothing", "apt-get update\nyum install -y git", "no traffic"],
  ["a container", "docker run -d -p 8080:80 nginx", "tcp/8080"],
  ["a range of containers' ports", "docker run -p 8080-8082:8080-8082 acme/app", "tcp/8080-8082"],
  ["a container's port on every address", "docker run --publish=0.0.0.0:9000:80 acme/app", "tcp/9000"],
  ["a container's port for the machine alone", "docker run -p 127.0.0.1:9999:9999 acme/app", "no traffic"],
  ["datagrams of a container", "docker run -p 51820:51820/udp acme/vpn", "udp/51820"],
  ["a container whose own port is another one", "docker run -p 80:3000 -e PORT=3000 acme/app", "tcp/80"],
  ["a program in a container whose own port is another one", "docker run -d -p 80:3000 grafana/grafana", "tcp/80"],
  ["a list of a compose file", 'services:\n  app:\n    ports:\n      - "3000:3000"\n      - 8443:443/tcp', "tcp/3000, tcp/8443"],
  ["a long form of a compose file", "ports:\n  - target: 80\n    published: 8081", "tcp/8081"],
  ["an option that ends with port", "java -jar /srv/app.jar --server.port=8081", "tcp/8081"],
  ["an option", "node server.js --port 8085", "tcp/8085"],
  ["a property of Java", "java -Dserver.port=9090 -jar app.jar", "tcp/9090"],
  ["an option of its own case", "java -jar jenkins.war --httpPort=9091", "tcp/8080, tcp/9091"],
  ["a port of something that is called", "app --db-port 7777 --redis-port 6666 --smtp.port=2525", "no traffic"],
  ["every address of the machine", "gunicorn --bind 0.0.0.0:8000 app:app", "tcp/8000"],
  ["no address", "gunicorn -b :8001 app:app --daemon", "tcp/8001"],
  ["the address of the machine itself", "gunicorn -b 127.0.0.1:8000 app:app", "no traffic"],
  ["the machine itself, by a host and a port", "uvicorn main:app --host 127.0.0.1 --port 8000", "no traffic"],
  ["a port for the machine by default", "uvicorn main:app", "no traffic"],
  ["every address without a port", "uvicorn main:app --host 0.0.0.0", "tcp/8000"],
  ["a socket", "gunicorn --bind unix:/run/app.sock app:app", "no traffic"],
  ["addresses of .NET", "export ASPNETCORE_URLS=http://+:5080\ndotnet App.dll", "tcp/5080"],
  ["PHP", "nohup php -S 0.0.0.0:8088 &", "tcp/8088"],
  ["Node.js", "const port = process.env.PORT || 4000;\napp.listen(port);", "tcp/4000"],
  ["Flask in a file", 'app.run(host="0.0.0.0", port=5001)', "tcp/5001"],
  ["Go in a file", 'log.Fatal(http.ListenAndServe(":8082", nil))', "tcp/8082"],
  ["servers of files", "npx http-server /srv -p 8090\nnpx serve -l 5010", "tcp/5010, tcp/8090"],
  ["nginx", "server {\n  listen 8080;\n  listen [::]:8443 ssl;\n}", "tcp/8080, tcp/8443"],
  ["nginx with what it passes on to", "listen 80;\nproxy_pass http://127.0.0.1:3000;\nPORT=3000 node app.js", "tcp/80"],
  ["HAProxy", "frontend web\n    bind *:8404", "tcp/8404"],
  ["Caddy", ":2015 {\n  root * /srv\n}", "tcp/2015"],
  ["Apache", "Listen 8080\n<VirtualHost *:8080>", "tcp/8080"],
  ["Tomcat's configuration", '<Connector port="8081" protocol="HTTP/1.1" />', "tcp/8081"],
  ["a firewall of Ubuntu", "ufw allow 9443/tcp\nufw allow 51820/udp", "tcp/9443, udp/51820"],
  ["a firewall for a network", "ufw allow from 10.0.0.0/8 to any port 9090", "no traffic"],
  ["a firewall of Red Hat", "firewall-cmd --permanent --add-port=8081/tcp", "tcp/8081"],
  ["a firewall of the kernel", "iptables -A INPUT -p udp --dport 27015 -j ACCEPT", "udp/27015"],
  ["a firewall of Windows", "New-NetFirewallRule -DisplayName App -Direction Inbound -LocalPort 8090 -Protocol TCP -Action Allow", "tcp/8090"],
  ["another one", "netsh advfirewall firewall add rule name=app dir=in action=allow protocol=TCP localport=8091", "tcp/8091"],
  [
    "what the kernel passes on",
    "iptables -t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-port 8080\ndocker run --network host -e PORT=8080 acme/app",
    "tcp/80",
  ],
  ["a program by its package", "yum install -y tomcat tomcat-webapps", "tcp/8080"],
  ["a program in a list of packages", "packages:\n  - tomcat9", "tcp/8080"],
  ["a program on its next line", "apt-get install -y \\\n  grafana", "tcp/3000"],
  ["a program by its file", "cd /srv && java -Xmx2G -jar minecraft_server.jar nogui", "tcp/25565"],
  ["a program by its image", "docker run -d --network host jenkins/jenkins:lts", "tcp/8080"],
  ["a VPN", "apt-get install -y wireguard", "udp/51820"],
  ["telephones", "apt-get install -y asterisk", "tcp/5060-5061, udp/5060, udp/10000-20000"],
  ["devices", "apt-get install -y mosquitto mosquitto-clients", "tcp/1883, tcp/8883"],
  ["a program that is stopped", "systemctl disable --now tomcat", "no traffic"],
  ["what looks after a program", "apt-get install -y prometheus-node-exporter grafana-agent", "no traffic"],
  ["a program elsewhere", "curl -O https://jenkins.example.com/agent.jar", "no traffic"],
  ["a comment", "# docker run -p 8080:80 nginx\n  # tomcat", "no traffic"],
  ["no port", "docker run -p 99999:80 nginx\nufw allow 70000", "no traffic"],
];

test.each(cases)("%s", (_, script, ports) => {
  expect(notation(portsOfScript(script))).toBe(ports);
});

test("a script that is made to take long says what its lines say", () => {
  const lines = ["-p ", "port ", "iperf3 ", " server ", " --host=localhost ", "-LocalPort ", "8080:", "--a-"].map((part) =>
    part.repeat(3_900 / part.length),
  );
  const long = `${`${lines.join("\n")}\n`.repeat(20)}${"port ".repeat(100_000)}`;
  expect(notation(portsOfScript(long))).toBe(notation(portsOfScript(lines.join("\n"))));
});
