using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Configuration;

/// <summary>One or more kubeconfig files, merged: the first file to set a key wins.</summary>
public sealed class KubeConfig
{
    private readonly Dictionary<string, KubeConfigEntry> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeConfigEntry> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeConfigEntry> _contexts = new(StringComparer.Ordinal);

    /// <summary>The current context; null if no file names one.</summary>
    public string? CurrentContext { get; internal set; }

    /// <summary>The files that were read.</summary>
    public IReadOnlyList<string> Files { get; internal set; } = [];

    /// <summary>The names of the contexts, in the files' order.</summary>
    public IReadOnlyCollection<string> ContextNames => _contexts.Keys;

    /// <summary>The names of the clusters, in the files' order.</summary>
    public IReadOnlyCollection<string> ClusterNames => _clusters.Keys;

    /// <summary>The names of the users, in the files' order.</summary>
    public IReadOnlyCollection<string> UserNames => _users.Keys;

    /// <summary>The reader of the files; null if none was read.</summary>
    internal IYamlReader? Yaml { get; init; }

    internal KubeConfigEntry? Cluster(string name) => _clusters.GetValueOrDefault(name);

    internal KubeConfigEntry? User(string name) => _users.GetValueOrDefault(name);

    internal KubeConfigEntry? Context(string name) => _contexts.GetValueOrDefault(name);

    /// <summary>Adds a document of a file.</summary>
    /// <exception cref="KubeApiException">The document is not a kubeconfig, or has two entries of one name.</exception>
    internal void Add(JsonElement root, string file)
    {
        // Both may be missing, as in kubectl.
        if ((root.TextOrNull("kind") ?? "Config") != "Config" || (root.TextOrNull("apiVersion") ?? "v1") != "v1")
        {
            throw Invalid($"The file '{file}' is not a kubeconfig: its kind is not Config, or its apiVersion is not v1.");
        }

        CurrentContext ??= new KubeConfigEntry("kubeconfig", root, file).Text("current-context");
        AddEntries(_clusters, root, "clusters", "cluster", file);
        AddEntries(_users, root, "users", "user", file);
        AddEntries(_contexts, root, "contexts", "context", file);
    }

    private static void AddEntries(Dictionary<string, KubeConfigEntry> entries, JsonElement root, string list, string field, string file)
    {
        if (root.Child(list).ValueKind is not (JsonValueKind.Array or JsonValueKind.Null or JsonValueKind.Undefined))
        {
            throw Invalid($"The file '{file}' is not a kubeconfig: its '{list}' is not a list.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in root.Items(list))
        {
            var name = new KubeConfigEntry($"an entry of '{list}'", item, file).Text("name");
            if (name is null)
            {
                continue;
            }

            // As in kubectl, a duplicate name is an error, because one of the entries would be ignored.
            if (!names.Add(name))
            {
                throw Invalid($"The kubeconfig file '{file}' has two {list} named '{name}'. Rename one of them.");
            }

            entries.TryAdd(name, item.Child(field) switch
            {
                { ValueKind: JsonValueKind.Object } value => new KubeConfigEntry(name, value, file),
                { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => new KubeConfigEntry(name, default, file),
                _ => throw Invalid($"The {field} '{name}' of the kubeconfig file '{file}' is not a mapping."),
            });
        }
    }
}
