using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace BigPicture.Infrastructure.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Roles belong to the whole server: another database of it may have made this one already, or an administrator.
            migrationBuilder.Sql(
                """
                DO $$ BEGIN
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bigpicture_app') THEN
                        CREATE ROLE bigpicture_app NOLOGIN;
                    END IF;
                EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
                END $$;
                DO $$ BEGIN
                    GRANT bigpicture_app TO CURRENT_USER;
                EXCEPTION WHEN insufficient_privilege THEN NULL; -- then an administrator has to have done so
                END $$;
                """);

            // The clock of every replica.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION ledger_now() RETURNS bigint LANGUAGE sql VOLATILE
                    AS 'SELECT floor(extract(epoch FROM clock_timestamp()))::bigint';
                """);

            migrationBuilder.CreateSequence(
                name: "tel_position");

            migrationBuilder.CreateTable(
                name: "edge_api_token",
                columns: table => new
                {
                    token_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    secret_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    scopes = table.Column<int>(type: "integer", nullable: false),
                    products = table.Column<string>(type: "text", nullable: true),
                    expires_at = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    revoked_at = table.Column<long>(type: "bigint", nullable: true),
                    last_used_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_edge_api_token", x => new { x.tenant_id, x.token_id });
                });

            migrationBuilder.CreateTable(
                name: "edge_idempotency",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    token_id = table.Column<Guid>(type: "uuid", nullable: false),
                    idempotency_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    request_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    answer_json = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_edge_idempotency", x => new { x.tenant_id, x.token_id, x.idempotency_key });
                });

            migrationBuilder.CreateTable(
                name: "ent_entitlement",
                columns: table => new
                {
                    entitlement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    product_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    policy_json = table.Column<string>(type: "text", nullable: false),
                    starts_at = table.Column<long>(type: "bigint", nullable: false),
                    ends_at = table.Column<long>(type: "bigint", nullable: true),
                    auto_renew = table.Column<bool>(type: "boolean", nullable: false),
                    renewal_days = table.Column<int>(type: "integer", nullable: true),
                    suspended_at = table.Column<long>(type: "bigint", nullable: true),
                    suspend_reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    revoked_at = table.Column<long>(type: "bigint", nullable: true),
                    revoke_reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    expiry_told = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ent_entitlement", x => new { x.tenant_id, x.entitlement_id });
                });

            migrationBuilder.CreateTable(
                name: "ent_product",
                columns: table => new
                {
                    product_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ent_product", x => new { x.tenant_id, x.product_id });
                });

            migrationBuilder.CreateTable(
                name: "ent_tenant",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ent_tenant", x => x.tenant_id);
                });

            migrationBuilder.CreateTable(
                name: "lease_block",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    entitlement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_kind = table.Column<int>(type: "integer", nullable: false),
                    subject_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    until_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lease_block", x => new { x.tenant_id, x.entitlement_id, x.subject_kind, x.subject_id });
                });

            migrationBuilder.CreateTable(
                name: "lease_book",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    entitlement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    hold_revoked_seats = table.Column<bool>(type: "boolean", nullable: false),
                    revoked_before = table.Column<long>(type: "bigint", nullable: false),
                    revoke_reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    sweep_pending = table.Column<bool>(type: "boolean", nullable: false),
                    last_at = table.Column<long>(type: "bigint", nullable: false),
                    last_issued_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lease_book", x => new { x.tenant_id, x.entitlement_id });
                });

            migrationBuilder.CreateTable(
                name: "tel_event",
                columns: table => new
                {
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    data = table.Column<byte[]>(type: "bytea", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tel_event", x => new { x.tenant_id, x.event_id });
                });

            migrationBuilder.CreateTable(
                name: "lease_lease",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    lease_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lease_key = table.Column<Guid>(type: "uuid", nullable: false),
                    entitlement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    license_type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subject_kind = table.Column<int>(type: "integer", nullable: false),
                    subject_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    machine_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    session_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    features = table.Column<string>(type: "text", nullable: false),
                    asked_seconds = table.Column<int>(type: "integer", nullable: true),
                    overdraft = table.Column<bool>(type: "boolean", nullable: false),
                    bind_machine = table.Column<bool>(type: "boolean", nullable: false),
                    usage_signals = table.Column<bool>(type: "boolean", nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    issued_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    grace_until = table.Column<long>(type: "bigint", nullable: true),
                    renew_after = table.Column<long>(type: "bigint", nullable: false),
                    ends_at = table.Column<long>(type: "bigint", nullable: false),
                    signed_until = table.Column<long>(type: "bigint", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<int>(type: "integer", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    end_reason = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lease_lease", x => new { x.tenant_id, x.lease_id });
                    table.ForeignKey(
                        name: "fk_lease_lease_lease_book_tenant_id_entitlement_id",
                        columns: x => new { x.tenant_id, x.entitlement_id },
                        principalTable: "lease_book",
                        principalColumns: new[] { "tenant_id", "entitlement_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "lease_pool",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    entitlement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    seat_limit = table.Column<long>(type: "bigint", nullable: false),
                    taken = table.Column<long>(type: "bigint", nullable: false),
                    ceiling = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lease_pool", x => new { x.tenant_id, x.entitlement_id, x.name });
                    table.CheckConstraint("ck_lease_pool_ceiling", "ceiling = CASE WHEN taken > seat_limit THEN taken ELSE seat_limit END");
                    table.CheckConstraint("ck_lease_pool_taken", "taken >= 0 AND taken <= ceiling");
                    table.ForeignKey(
                        name: "fk_lease_pool_lease_book_tenant_id_entitlement_id",
                        columns: x => new { x.tenant_id, x.entitlement_id },
                        principalTable: "lease_book",
                        principalColumns: new[] { "tenant_id", "entitlement_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "lease_seat",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    entitlement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pool = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    holder = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    leases = table.Column<int>(type: "integer", nullable: false),
                    held_until = table.Column<long>(type: "bigint", nullable: false),
                    free_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lease_seat", x => new { x.tenant_id, x.entitlement_id, x.pool, x.holder });
                    table.CheckConstraint("ck_lease_seat_leases", "leases >= 0");
                    table.ForeignKey(
                        name: "fk_lease_seat_lease_pool_tenant_id_entitlement_id_pool",
                        columns: x => new { x.tenant_id, x.entitlement_id, x.pool },
                        principalTable: "lease_pool",
                        principalColumns: new[] { "tenant_id", "entitlement_id", "name" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "lease_claim",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    lease_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pool = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    holder = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    entitlement_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lease_claim", x => new { x.tenant_id, x.lease_id, x.pool, x.holder });
                    table.ForeignKey(
                        name: "fk_lease_claim_lease_lease_tenant_id_lease_id",
                        columns: x => new { x.tenant_id, x.lease_id },
                        principalTable: "lease_lease",
                        principalColumns: new[] { "tenant_id", "lease_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_lease_claim_lease_seat_tenant_id_entitlement_id_pool_holder",
                        columns: x => new { x.tenant_id, x.entitlement_id, x.pool, x.holder },
                        principalTable: "lease_seat",
                        principalColumns: new[] { "tenant_id", "entitlement_id", "pool", "holder" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_edge_api_token_secret_hash",
                table: "edge_api_token",
                column: "secret_hash");

            migrationBuilder.CreateIndex(
                name: "ix_edge_api_token_token_id",
                table: "edge_api_token",
                column: "token_id");

            migrationBuilder.CreateIndex(
                name: "ix_edge_idempotency_created_at",
                table: "edge_idempotency",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_ent_entitlement_entitlement_id",
                table: "ent_entitlement",
                column: "entitlement_id");

            migrationBuilder.CreateIndex(
                name: "ix_ent_entitlement_product_id_entitlement_id",
                table: "ent_entitlement",
                columns: new[] { "product_id", "entitlement_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ent_entitlement_renewing",
                table: "ent_entitlement",
                column: "ends_at",
                filter: "auto_renew AND revoked_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_ent_entitlement_tenant_id_product_id_entitlement_id",
                table: "ent_entitlement",
                columns: new[] { "tenant_id", "product_id", "entitlement_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ent_entitlement_untold",
                table: "ent_entitlement",
                column: "ends_at",
                filter: "NOT expiry_told AND NOT auto_renew AND revoked_at IS NULL AND suspended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_lease_book_sweep",
                table: "lease_book",
                columns: new[] { "tenant_id", "entitlement_id" },
                filter: "sweep_pending");

            migrationBuilder.CreateIndex(
                name: "ix_lease_claim_tenant_id_entitlement_id_pool_holder",
                table: "lease_claim",
                columns: new[] { "tenant_id", "entitlement_id", "pool", "holder" });

            migrationBuilder.CreateIndex(
                name: "ix_lease_lease_live_end",
                table: "lease_lease",
                column: "ends_at",
                filter: "state = 0");

            migrationBuilder.CreateIndex(
                name: "ix_lease_lease_live_key",
                table: "lease_lease",
                columns: new[] { "tenant_id", "lease_key" },
                unique: true,
                filter: "state = 0");

            migrationBuilder.CreateIndex(
                name: "ix_lease_lease_live_subject",
                table: "lease_lease",
                columns: new[] { "tenant_id", "entitlement_id", "subject_id" },
                filter: "state = 0");

            migrationBuilder.CreateIndex(
                name: "ix_lease_seat_held",
                table: "lease_seat",
                column: "free_at",
                filter: "leases = 0");

            migrationBuilder.CreateIndex(
                name: "ix_lease_seat_tenant_id_entitlement_id_pool_free_at",
                table: "lease_seat",
                columns: new[] { "tenant_id", "entitlement_id", "pool", "free_at" });

            migrationBuilder.CreateIndex(
                name: "ix_tel_event_position",
                table: "tel_event",
                column: "position");

            migrationBuilder.CreateIndex(
                name: "ix_tel_event_tenant_id_position",
                table: "tel_event",
                columns: new[] { "tenant_id", "position" });

            migrationBuilder.CreateIndex(
                name: "ix_tel_event_unnumbered",
                table: "tel_event",
                column: "sequence",
                filter: "position = 0");

            // Products are the vendor's, and every tenant's to read. What happened stays as it was told. Books and leases end, they do not go.
            migrationBuilder.Sql(
                """
                CREATE POLICY vendor_products ON ent_product FOR SELECT TO bigpicture_app USING (true);
                REVOKE UPDATE, DELETE ON tel_event FROM bigpicture_app;
                REVOKE DELETE ON lease_book, lease_lease FROM bigpicture_app;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "edge_api_token");

            migrationBuilder.DropTable(
                name: "edge_idempotency");

            migrationBuilder.DropTable(
                name: "ent_entitlement");

            migrationBuilder.DropTable(
                name: "ent_product");

            migrationBuilder.DropTable(
                name: "ent_tenant");

            migrationBuilder.DropTable(
                name: "lease_block");

            migrationBuilder.DropTable(
                name: "lease_claim");

            migrationBuilder.DropTable(
                name: "tel_event");

            migrationBuilder.DropTable(
                name: "lease_lease");

            migrationBuilder.DropTable(
                name: "lease_seat");

            migrationBuilder.DropTable(
                name: "lease_pool");

            migrationBuilder.DropTable(
                name: "lease_book");

            migrationBuilder.DropSequence(
                name: "tel_position");

            migrationBuilder.Sql("DROP FUNCTION ledger_now();");
        }
    }
}
