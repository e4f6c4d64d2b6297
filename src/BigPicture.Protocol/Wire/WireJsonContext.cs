using System.Text.Json.Serialization;

namespace BigPicture.Protocol.Wire;

/// <summary>
/// How every body of the protocol is read and written, generated at build so that it needs no reflection. Take
/// <see cref="WireJson.Requests"/> or <see cref="WireJson.Answers"/>, which say how strict they are.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(TimeConverter), typeof(TextConverter), typeof(OptionalTimeConverter), typeof(OptionalIntConverter)]
)]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(CreateTenantRequest))]
[JsonSerializable(typeof(UpdateTenantRequest))]
[JsonSerializable(typeof(TenantAnswer))]
[JsonSerializable(typeof(TenantList))]
[JsonSerializable(typeof(CreateProductRequest))]
[JsonSerializable(typeof(UpdateProductRequest))]
[JsonSerializable(typeof(ProductAnswer))]
[JsonSerializable(typeof(ProductList))]
[JsonSerializable(typeof(CreateEntitlementRequest))]
[JsonSerializable(typeof(UpdateEntitlementRequest))]
[JsonSerializable(typeof(RevokeEntitlementRequest))]
[JsonSerializable(typeof(SuspendEntitlementRequest))]
[JsonSerializable(typeof(ReinstateEntitlementRequest))]
[JsonSerializable(typeof(EntitlementAnswer))]
[JsonSerializable(typeof(EntitlementList))]
[JsonSerializable(typeof(ActiveLeaseList))]
[JsonSerializable(typeof(ActivateRequest))]
[JsonSerializable(typeof(RenewRequest))]
[JsonSerializable(typeof(ReleaseRequest))]
[JsonSerializable(typeof(ValidateRequest))]
[JsonSerializable(typeof(RevokeLeaseRequest))]
[JsonSerializable(typeof(LeaseAnswer))]
[JsonSerializable(typeof(LeaseView))]
[JsonSerializable(typeof(LeaseList))]
[JsonSerializable(typeof(ReleaseAnswer))]
[JsonSerializable(typeof(UsageRequest))]
[JsonSerializable(typeof(UsageAnswer))]
[JsonSerializable(typeof(FeatureUseList))]
[JsonSerializable(typeof(ValidateAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(ExplainAnswer))]
[JsonSerializable(typeof(CreateTokenRequest))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(TokenList))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(CloudEvent))]
[JsonSerializable(typeof(CreateWebhookRequest))]
[JsonSerializable(typeof(ChangeWebhookRequest))]
[JsonSerializable(typeof(RotateWebhookSecretRequest))]
[JsonSerializable(typeof(WebhookAnswer))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(DeliveryAnswer))]
[JsonSerializable(typeof(DeliveryList))]
[JsonSerializable(typeof(AuditList))]
[JsonSerializable(typeof(EraseSubjectRequest))]
[JsonSerializable(typeof(ErasureAnswer))]
[JsonSerializable(typeof(AuditStatusAnswer))]
[JsonSerializable(typeof(LicenseKeysAnswer))]
[JsonSerializable(typeof(RevocationsAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
public sealed partial class WireJsonContext : JsonSerializerContext;
