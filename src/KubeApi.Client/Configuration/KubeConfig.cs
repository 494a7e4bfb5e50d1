using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Client.Configuration;

/// <summary>One or more kubeconfig files, merged: the first file to set a key wins.</summary>
public sealed class KubeConfig
{
    private readonly Dictionary<string, KubeConfigEntry> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeConfigEntry> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeConfigEntry> _contexts = new(StringComparer.Ordinal);

    /// <summary>The context that is meant where none is given; null if no file names one.</summary>
    public string? CurrentContext { get; internal set; }

    /// <summary>The files that were read.</summary>
    public IReadOnlyList<string> Files { get; internal set; } = [];

    /// <summary>The names of the contexts, in the files' order.</summary>
    public IReadOnlyCollection<string> ContextNames => _contexts.Keys;

    internal KubeConfigEntry? Cluster(string name) => _clusters.GetValueOrDefault(name);

    internal KubeConfigEntry? User(string name) => _users.GetValueOrDefault(name);

    internal KubeConfigEntry? Context(string name) => _contexts.GetValueOrDefault(name);

    internal void Add(JsonElement root, string file)
    {
        CurrentContext ??= root.TextOrNull("current-context");
        AddEntries(_clusters, root, "clusters", "cluster", file);
        AddEntries(_users, root, "users", "user", file);
        AddEntries(_contexts, root, "contexts", "context", file);
    }

    private static void AddEntries(Dictionary<string, KubeConfigEntry> entries, JsonElement root, string list, string field, string file)
    {
        foreach (var item in root.Items(list))
        {
            if (item.TextOrNull("name") is { } name)
            {
                entries.TryAdd(name, new KubeConfigEntry(name, item.Child(field).Clone(), file));
            }
        }
    }
}
