using System.Text.Json.Nodes;

namespace KubeApi.Client.Authentication.Exec;

/// <summary>A program that returns credentials: the <c>exec</c> of a kubeconfig's user.</summary>
public sealed class ExecPlugin
{
    /// <summary>The program: a name to look for on the PATH, or a full path.</summary>
    public required string Command { get; init; }

    /// <summary>The version of the protocol: <c>client.authentication.k8s.io/v1</c> or <c>…/v1beta1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Additional environment variables. The values may be secret.</summary>
    public IReadOnlyList<(string Name, string Value)> Variables { get; init; } = [];

    /// <summary>Whether it may prompt the user.</summary>
    public ExecInteractiveMode InteractiveMode { get; init; } = ExecInteractiveMode.IfAvailable;

    /// <summary>The installHint; empty for none.</summary>
    public string InstallHint { get; init; } = "";

    /// <summary>The cluster in the form of <c>spec.cluster</c>; null unless the kubeconfig sets provideClusterInfo.</summary>
    public JsonObject? Cluster { get; init; }

    /// <summary>Converts a response in YAML to JSON documents in UTF-8, or throws a <see cref="FormatException"/>. Null to accept only JSON.</summary>
    public Func<string, IReadOnlyList<byte[]>>? ReadYaml { get; init; }

    /// <summary>The program's name, for display.</summary>
    public string Name => Path.GetFileName(Command);
}
