using KubeApi.Client.Json;
using KubeApi.Client.Workloads;

namespace KubeApi.Output;

/// <summary>A change of one revision.</summary>
public sealed class RolloutChange
{
    internal RolloutChange(TemplateChange change, NameTable names)
    {
        Path = change.Path;
        (Before, After) = (JsonValue.Of(change.Before, names), JsonValue.Of(change.After, names));
    }

    /// <summary>The path in the pod template: <c>spec.containers[name=main].image</c>.</summary>
    public string Path { get; }

    /// <summary>The previous value; null for none.</summary>
    public object? Before { get; }

    /// <summary>The new value; null for none.</summary>
    public object? After { get; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
