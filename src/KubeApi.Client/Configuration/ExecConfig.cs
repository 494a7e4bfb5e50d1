using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Client.Authentication.Exec;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;

namespace KubeApi.Client.Configuration;

/// <summary>Reads the <c>exec</c> of a kubeconfig's user: the plugin for its credentials.</summary>
internal static class ExecConfig
{
    private const string Group = "client.authentication.k8s.io/";
    private const string Extension = "client.authentication.k8s.io/exec";

    /// <summary>The plugin's credential; null if the user has no plugin.</summary>
    /// <param name="user">The user; null for none.</param>
    /// <param name="cluster">The cluster, which is part of the plugin's input.</param>
    /// <param name="authority">The cluster's CAs, as in their file.</param>
    /// <param name="overrides">The overrides for this connection.</param>
    /// <param name="environment">Determines the user's own kubeconfigs.</param>
    /// <param name="yaml">Reads a response in YAML; null to accept only JSON.</param>
    /// <param name="warnings">Receives a warning for a plugin in a file other than the user's own.</param>
    /// <exception cref="KubeApiException">The plugin's settings cannot be used.</exception>
    public static ExecCredential? Read(
        KubeConfigEntry? user, KubeConfigEntry cluster, byte[]? authority, ConnectionOverrides overrides, HostEnvironment environment, IYamlReader? yaml,
        List<string> warnings)
    {
        if (user is null || !user.Has("exec"))
        {
            return null;
        }

        var exec = user.Child("exec");
        var version = exec.Text("apiVersion") ?? throw Invalid(user, $"has no apiVersion; use {Group}v1 or {Group}v1beta1");
        if (version is not (Group + "v1" or Group + "v1beta1"))
        {
            throw Invalid(
                user, $"has the apiVersion '{version}'; {Group}v1 and {Group}v1beta1 are supported",
                "Most plugins can write a new kubeconfig, for example: aws eks update-kubeconfig.");
        }

        var credential = new ExecCredential(new ExecPlugin
        {
            Command = Command(exec) ?? throw Invalid(user, "has no command"),
            ApiVersion = version,
            Arguments = exec.Texts("args"),
            Variables = [.. exec.Items("env").Select(v => Variable(exec, v))],
            InteractiveMode = Mode(user, exec.Text("interactiveMode"), version),
            InstallHint = exec.Text("installHint") ?? "",
            Cluster = exec.IsTrue("provideClusterInfo") ? ClusterInfo(cluster, authority, overrides) : null,
            ReadYaml = yaml is null ? null : yaml.ToJson,
        });
        if (!IsOwn(user.File, environment) && credential.Path is { } path)
        {
            warnings.Add(
                $"The kubeconfig '{user.File}', which is neither ~/.kube/config nor in KUBECONFIG, runs a program with your permissions: '{path}'. "
                + "The plugin policy can forbid it.");
        }

        return credential;
    }

    // A path is relative to its file, a name is searched on the PATH; neither in the current folder.
    private static string? Command(KubeConfigEntry exec) =>
        exec.Text("command") is { } command && Path.GetFileName(command) == command ? command : exec.FilePath("command");

    private static (string Name, string Value) Variable(KubeConfigEntry exec, JsonElement variable)
    {
        var entry = exec with { Value = variable };
        var (name, value) = (entry.Text("name") ?? "", entry.Text("value") ?? "");
        return name.Length > 0 && !name.Contains('=', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal)
            && !value.Contains('\0', StringComparison.Ordinal)
            ? (name, value)
            : throw Invalid(exec, "has an env entry whose name is missing or invalid");
    }

    private static ExecInteractiveMode Mode(KubeConfigEntry user, string? mode, string version) => mode switch
    {
        "Never" => ExecInteractiveMode.Never,
        "IfAvailable" => ExecInteractiveMode.IfAvailable,
        "Always" => ExecInteractiveMode.Always,
        null when version == Group + "v1beta1" => ExecInteractiveMode.IfAvailable,
        null =>
            throw Invalid(
                user, "has no interactiveMode, which its apiVersion requires", "Add interactiveMode: IfAvailable (or Never, or Always) to the user's exec."),
        _ => throw Invalid(user, $"has the interactiveMode '{mode}'; Never, IfAvailable and Always are supported"),
    };

    // The fields of client-go's Cluster in pkg/apis/clientauthentication; a CA is always given as data.
    private static JsonObject ClusterInfo(KubeConfigEntry cluster, byte[]? authority, ConnectionOverrides overrides)
    {
        var extension = cluster.Value.Items("extensions").FirstOrDefault(e => e.Text("name") == Extension).Child("extension");
        (string Name, JsonNode? Value)[] fields =
        [
            ("server", cluster.Text("server")),
            ("tls-server-name", overrides.TlsServerName ?? cluster.Text("tls-server-name")),
            ("insecure-skip-tls-verify", cluster.IsTrue("insecure-skip-tls-verify") ? true : null),
            ("certificate-authority-data", authority is null ? null : Convert.ToBase64String(authority)),
            ("proxy-url", overrides.Proxy?.OriginalString ?? cluster.Text("proxy-url")),
            ("disable-compression", cluster.IsTrue("disable-compression") ? true : null),
            ("config", extension.ValueKind == JsonValueKind.Undefined ? null : JsonNodes.Parse(Encoding.UTF8.GetBytes(extension.GetRawText()))),
        ];
        return new JsonObject(fields.Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Name, f.Value)));
    }

    private static bool IsOwn(string file, HostEnvironment environment) =>
        (environment.Variable("KUBECONFIG")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [])
            .Concat(environment.HomeKubeConfig is { } home ? [home] : [])
            .Any(own => environment.Resolve(own) == environment.Resolve(file));

    private static KubeApiException Invalid(KubeConfigEntry user, string what, string? action = null) =>
        ConfigurationFailure.Invalid($"The exec of the user '{user}' in the kubeconfig {what}.", action);
}
