using DualScale.Cli;

return Application.Run(args);
