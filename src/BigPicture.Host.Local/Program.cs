using BigPicture.Cli;

return await CommandLineApp.Run(args, Surroundings.OfThisProcess(), hostCommands: [], CancellationToken.None);
