using System.Text.Json;

namespace KubeApi.Client.Authentication.Exec;

/// <summary>A program that gives credentials, as the <c>exec</c> of a kubeconfig's user names it.</summary>
public sealed class ExecPlugin
{
    /// <summary>The program: a name to look for on the PATH, or a full path.</summary>
    public required string Command { get; init; }

    /// <summary>The version of the protocol: <c>client.authentication.k8s.io/v1</c> or <c>…/v1beta1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The arguments, each as one.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What is added to the environment. The values may be secret.</summary>
    public IReadOnlyList<(string Name, string Value)> Variables { get; init; } = [];

    /// <summary>Whether it may ask the user.</summary>
    public ExecInteractiveMode InteractiveMode { get; init; } = ExecInteractiveMode.IfAvailable;

    /// <summary>How to install it, for people; empty if the kubeconfig does not say.</summary>
    public string InstallHint { get; init; } = "";

    /// <summary>What it is told of the cluster, in the form of <c>spec.cluster</c>; null where it does not ask.</summary>
    public JsonElement? Cluster { get; init; }

    /// <summary>Reads a response in YAML: its documents as JSON in UTF-8. It throws a <see cref="FormatException"/>. Null where only JSON is read.</summary>
    public Func<string, IReadOnlyList<byte[]>>? ReadYaml { get; init; }

    /// <summary>The program's name, for people.</summary>
    public string Name => Path.GetFileName(Command);
}
