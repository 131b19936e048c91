using DualScale.Cli;
using DualScale.Cli.Terminal;

StandardStreams.Guard();
return Application.Run(args);
