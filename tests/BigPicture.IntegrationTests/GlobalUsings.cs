global using BigPicture.IntegrationTests.Fixture;
global using Xunit;

[assembly: AssemblyFixture(typeof(SharedServer))]
