using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BigPicture.Infrastructure.Storage.Postgres.Migrations
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
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    act = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    token_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    address = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    request_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    before = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    after = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    person_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tel_audit", x => new { x.tenant_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "tel_audit_head",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    last_at = table.Column<long>(type: "bigint", nullable: false),
                    purged_number = table.Column<long>(type: "bigint", nullable: false),
                    purged_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    seal_key_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    seal = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tel_audit_head", x => x.tenant_id);
                });

            migrationBuilder.CreateTable(
                name: "tel_audit_person",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    salt = table.Column<byte[]>(type: "bytea", nullable: false),
                    data = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tel_audit_person", x => new { x.tenant_id, x.number });
                });

            migrationBuilder.CreateIndex(
                name: "ix_tel_audit_at_tenant_id_number",
                table: "tel_audit",
                columns: new[] { "at", "tenant_id", "number" });

            // What stands in the trail stays as it is, whoever asks: the application may add and read; and the owner takes away only what lies
            // before the beginning that a chain's sealed head tells.
            migrationBuilder.Sql(
                """
                REVOKE UPDATE, DELETE ON tel_audit FROM bigpicture_app;
                REVOKE UPDATE ON tel_audit_person FROM bigpicture_app;
                REVOKE DELETE ON tel_audit_head FROM bigpicture_app;
                CREATE FUNCTION tel_audit_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'DELETE' THEN
                        IF OLD.number <= (SELECT purged_number FROM tel_audit_head WHERE tenant_id = OLD.tenant_id) THEN
                            RETURN OLD;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'the audit trail is only added to' USING ERRCODE = 'restrict_violation';
                END $$;
                CREATE TRIGGER tel_audit_only_added BEFORE UPDATE OR DELETE ON tel_audit
                    FOR EACH ROW EXECUTE FUNCTION tel_audit_only_added();
                CREATE TRIGGER tel_audit_not_emptied BEFORE TRUNCATE ON tel_audit
                    FOR EACH STATEMENT EXECUTE FUNCTION tel_audit_only_added();
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Triggers go with their table; their function stays.
            migrationBuilder.Sql("DROP FUNCTION tel_audit_only_added() CASCADE");

            migrationBuilder.DropTable(
                name: "tel_audit");

            migrationBuilder.DropTable(
                name: "tel_audit_head");

            migrationBuilder.DropTable(
                name: "tel_audit_person");
        }
    }
}
