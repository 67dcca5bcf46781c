import { tcp, type Traffic } from "../../net/ports";
import { webPorts } from "../../net/well-known";
import type { ForeignCall } from "../../resources/resource";
import { logins, ssh } from "../instances/bastions";

/** What a program connects to that logs in to what it deploys. */
export interface Connection {
  /** What it says itself. */
  readonly ports?: Traffic;
  /** What such a client connects to where nothing says otherwise. */
  readonly usual?: Traffic;
  /** Whether everybody on the web uses the same: that a program does says nothing of who else may. */
  readonly isOfWeb: boolean;
  /** Whether it is no client of data stores. */
  readonly leavesData: boolean;
}

/** Undefined for a call that opens no connection, as far as its name says. */
export function connectionOf({ of, says }: ForeignCall): Connection | undefined {
  const isCommand = commands.test(of);
  const client = clientIn(isCommand ? says.join(" ") : of);
  if (client === undefined && !isCommand) return undefined;
  const told = isCommand ? [] : says.flatMap((text) => portIn(text) ?? []);
  return {
    ...(told.length === 0 ? {} : { ports: tcp(...told) }),
    ...(client?.usual === undefined ? {} : { usual: client.usual }),
    isOfWeb: client?.usual === webPorts,
    leavesData: isCommand,
  };
}

/** What runs a program on the machine that deploys. */
const commands =
  /child_process|execa|shelljs|cross-spawn|\bzx\b|subprocess|\bos\.(system|popen|exec\w*|spawn\w*)\b|\binvoke\.|plumbum|pexpect|os\/exec|\bProcess(StartInfo|Builder)?\b|\bRuntime\b|CliWrap|SimpleExec|Bullseye/i;

interface Client {
  readonly usual?: Traffic;
}

function clientIn(text: string): Client | undefined {
  const found = clients.find(([name]) => name.test(text));
  return found === undefined ? undefined : found[1] === undefined ? {} : { usual: found[1] };
}

/** By the name of a package or of a program; the packages for several databases say nothing of the port. */
const clients: readonly (readonly [RegExp, Traffic | undefined])[] = [
  [
    /ssh2?(?![a-z])|ssh[-_]?(client|net|exec|promise|remote)|\b(simple|node|async|parallel|mina)[-_]?ssh|sshj|sshd|s(ftp|cp)(?![a-z])|rsync|paramiko|fabric|netmiko|jsch|ansible|goph\b|melbahja/i,
    ssh,
  ],
  [/winrm|psrp|psexec|powershell/i, tcp(5985, 5986)],
  [/rdp|guacamole/i, logins],
  [/\bpg\b|pg-(promise|native|pool)|postgres|psycopg|npgsql|asyncpg|pgx|lib\/pq|psql|pg_(dump|restore)/i, tcp(5432)],
  [/mysql|mariadb/i, tcp(3306)],
  [/mongo/i, tcp(27017)],
  [/redis/i, tcp(6379)],
  [/mssql|tedious|sqlclient|sqlserver|sqlcmd|pymssql/i, tcp(1433)],
  [/oracledb|cx_oracle|sqlplus|ojdbc/i, tcp(1521)],
  [/cassandra|gocql|cqlsh/i, tcp(9042)],
  [/elasticsearch|opensearch/i, tcp(9200, 443)],
  [/clickhouse/i, tcp(8123, 9000)],
  [/amqp|pika|rabbit/i, tcp(5671, 5672)],
  [/kafka|sarama/i, tcp(9092, 9094, 9096, 9098)],
  [/ldap/i, tcp(389, 636)],
  [/vault|hvac/i, tcp(8200)],
  [/consul/i, tcp(8500)],
  [/docker/i, tcp(2375, 2376)],
  [
    /knex|sequelize|typeorm|prisma|sqlalchemy|database\/sql|DriverManager|DataSource|jdbc|jdbi|hikari|flyway|liquibase|alembic|umzug|db-migrate|golang-migrate|gorm|sqlx|dapper|entityframework|fluentmigrator|dbup|pyodbc|odbc|peewee|redshift_connector/i,
    undefined,
  ],
  [/telnet/i, tcp(23)],
  [/\bnet\.(dial|connect|createConnection|socket)|\bsocket\b|tcpclient|java\.net\.socket|wait-?port|tcp-port-used|\bnc\b/i, undefined],
  [
    /axios|\bgot\b|node-fetch|undici|superagent|\brequests?\b|urllib|httpx|aiohttp|\bnet\/http|httpclient|okhttp|\bhttps?\b|resty|\bcurl\b|\bwget\b|wait-on/i,
    webPorts,
  ],
];

/** A port by its name, behind a host, or in an address; of a number alone, one that clients have. */
function portIn(text: string): number | undefined {
  const digits = /^(22|3306|3389|5432|5985|5986)$/.exec(text)?.[1] ?? /^(?:[a-z+]+:\/\/)?(?:[^\s/@]*@)?[\w.-]*:(\d{2,5})(?:[/?]|$)/i.exec(text)?.[1];
  const port = Number(digits ?? 0);
  return port > 0 && port < 65536 ? port : undefined;
}
