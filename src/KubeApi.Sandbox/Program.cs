using System.Runtime.InteropServices;
using KubeApi.Sandbox;

var (options, error) = CommandLine.Parse(args);
if (options is null)
{
    if (error is not null)
    {
        await Console.Error.WriteLineAsync(error + Environment.NewLine);
    }

    await (error is null ? Console.Out : Console.Error).WriteLineAsync(CommandLine.Usage);
    return error is null ? 0 : 2;
}

var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    await using var server = await SandboxServer.StartAsync(options);
    Console.WriteLine($"""
        A Kubernetes API server in memory. Its data is lost when it stops, unless you save it. Press Ctrl+C to stop it.

          HTTPS         {server.Uri.GetLeftPart(UriPartial.Authority)}
          HTTP, admin   {server.ProxyUri.GetLeftPart(UriPartial.Authority)}
          files         {server.Folder}

        In a shell:
          export KUBECONFIG={server.KubeConfigPath}
          kubectl get namespaces
          curl {server.ProxyUri}api/v1/namespaces
          curl {server.ProxyUri}sandbox/state > state.json    # restore it with --state state.json

        In PowerShell:
          $env:KUBECONFIG = '{server.KubeConfigPath}'
          Connect-KubeApi
          Connect-KubeApi -Uri {server.ProxyUri.GetLeftPart(UriPartial.Authority)}
          Connect-KubeApi -Uri {server.Uri.GetLeftPart(UriPartial.Authority)} -CertificateAuthority {server.CertificateAuthorityPath} -TokenFile {Path.Combine(server.Folder, "viewer.token")}
        """);
    await stop.Task;
    return 0;
}
catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync("Cannot start the sandbox: " + exception.Message);
    return 1;
}

void Stop(PosixSignalContext context)
{
    // Keeps the process running until the folder is removed.
    context.Cancel = true;
    stop.TrySetResult();
}
