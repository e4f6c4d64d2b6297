using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BigPicture.Infrastructure.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AuditTrail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "tel_audit",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    act = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    token_id = table.Column<string>(type: "TEXT", nullable: true),
                    address = table.Column<string>(type: "TEXT", nullable: true),
                    request_id = table.Column<string>(type: "TEXT", nullable: true),
                    before = table.Column<string>(type: "TEXT", nullable: true),
                    after = table.Column<string>(type: "TEXT", nullable: false),
                    person_hash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tel_audit", x => new { x.tenant_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "tel_audit_head",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    last_at = table.Column<long>(type: "INTEGER", nullable: false),
                    purged_number = table.Column<long>(type: "INTEGER", nullable: false),
                    purged_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    seal_key_id = table.Column<string>(type: "TEXT", nullable: false),
                    seal = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tel_audit_head", x => x.tenant_id);
                });

            migrationBuilder.CreateTable(
                name: "tel_audit_person",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    salt = table.Column<byte[]>(type: "BLOB", nullable: false),
                    data = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tel_audit_person", x => new { x.tenant_id, x.number });
                });

            migrationBuilder.CreateIndex(
                name: "ix_tel_audit_at_tenant_id_number",
                table: "tel_audit",
                columns: new[] { "at", "tenant_id", "number" });

            // What stands in the trail stays as it is; taken away is only what lies before the beginning that a chain's sealed head tells.
            migrationBuilder.Sql(
                """
                CREATE TRIGGER tel_audit_not_changed BEFORE UPDATE ON tel_audit
                BEGIN
                    SELECT RAISE(ABORT, 'the audit trail is only added to');
                END
                """
            );
            migrationBuilder.Sql(
                """
                CREATE TRIGGER tel_audit_not_removed BEFORE DELETE ON tel_audit
                WHEN OLD.number > COALESCE((SELECT purged_number FROM tel_audit_head WHERE tenant_id = OLD.tenant_id), 0)
                BEGIN
                    SELECT RAISE(ABORT, 'the audit trail is only added to');
                END
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "tel_audit");

            migrationBuilder.DropTable(
                name: "tel_audit_head");

            migrationBuilder.DropTable(
                name: "tel_audit_person");
        }
    }
}
