global using BigPicture.IntegrationTests.Fixture;
global using BigPicture.Testing.Network;
global using Xunit;

[assembly: AssemblyFixture(typeof(SharedServer))]
[assembly: AssemblyFixture(typeof(BigPicture.IntegrationTests.Faults.FaultTable))]
