// The protocol has the words of the scopes, the domain their meaning: the host speaks of what they mean.
global using CommandException = BigPicture.Cli.CommandException;
global using Scopes = BigPicture.Domain.Edge.Scopes;
