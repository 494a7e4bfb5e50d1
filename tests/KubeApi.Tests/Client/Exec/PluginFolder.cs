using KubeApi.Client.Authentication.Exec;

namespace KubeApi.Tests.Client.Exec;

/// <summary>A folder for plugins, which are shell scripts and record how they were started.</summary>
internal sealed class PluginFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kubeapi-plugin-").FullName;

    /// <summary>Writes a script; the folder is its <c>$dir</c>.</summary>
    public string Write(string name, string script)
    {
        var path = In(name);
        File.WriteAllText(path, $"#!/bin/sh\ndir='{Path}'\n{script.ReplaceLineEndings("\n")}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    /// <summary>A script that returns a token, and counts its runs in the file "runs".</summary>
    public string WriteToken(string token, string? expires = null, string before = "") => Write(
        "plugin",
        $$"""
        echo run >> "$dir/runs"
        {{before}}
        echo '{{Credential($"\"token\":\"{token}\"{(expires is null ? "" : $",\"expirationTimestamp\":\"{expires}\"")}")}}'
        """);

    public static string Credential(string status, string version = "v1") =>
        $$$"""{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/{{{version}}}","status":{{{{status}}}}}""";

    public static ExecPlugin Plugin(string command, ExecInteractiveMode mode = ExecInteractiveMode.Never, params string[] arguments) => new()
    {
        Command = command,
        ApiVersion = "client.authentication.k8s.io/v1",
        InteractiveMode = mode,
        Arguments = arguments,
    };

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public string Read(string name) => File.ReadAllText(In(name));

    public int Runs => File.Exists(In("runs")) ? File.ReadAllLines(In("runs")).Length : 0;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
