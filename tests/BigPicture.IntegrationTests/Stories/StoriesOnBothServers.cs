namespace BigPicture.IntegrationTests.Stories;

public sealed class LocalTakingTests(LocalStage stage) : TakingTests(stage), IClassFixture<LocalStage>;

public sealed class CloudTakingTests(CloudStage stage) : TakingTests(stage), IClassFixture<CloudStage>;

public sealed class LocalEndingTests(LocalStage stage) : EndingTests(stage), IClassFixture<LocalStage>;

public sealed class CloudEndingTests(CloudStage stage) : EndingTests(stage), IClassFixture<CloudStage>;

public sealed class LocalEntitlementTests(LocalStage stage) : EntitlementTests(stage), IClassFixture<LocalStage>;

public sealed class CloudEntitlementTests(CloudStage stage) : EntitlementTests(stage), IClassFixture<CloudStage>;
