using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Configuration;

/// <summary>Finds and reads kubeconfig files, in client-go's order (<c>tools/clientcmd/loader.go</c>).</summary>
public sealed class KubeConfigReader(IYamlReader yaml, HostEnvironment environment)
{
    /// <summary>Reads the files of <c>KUBECONFIG</c> if it is set, else <c>~/.kube/config</c>; null if neither exists.</summary>
    /// <exception cref="KubeApiException">KUBECONFIG is set but none of its files exist, or a file cannot be read.</exception>
    public KubeConfig? ReadDefault()
    {
        if (environment.Variable("KUBECONFIG") is not { } variable)
        {
            return environment.HomeKubeConfig is { } home && File.Exists(home) ? Read([home]) : null;
        }

        var named = variable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(environment.Resolve).ToList();
        var existing = named.Where(File.Exists).ToList();
        return existing.Count > 0
            ? Read(existing)
            : throw Invalid(
                FileContents.MayBeIn(variable)
                    ? "The environment variable KUBECONFIG expects paths. Its value looks like the contents of a file, and is not shown."
                    : $"KUBECONFIG is set to '{variable}', but none of its files exist: {string.Join(", ", named)}.",
                "Set KUBECONFIG to an existing file, or remove it ($env:KUBECONFIG = $null) to use ~/.kube/config.");
    }

    /// <summary>Reads files that must exist.</summary>
    /// <exception cref="KubeApiException">A file is missing, unreadable, or not a kubeconfig.</exception>
    public KubeConfig Read(IReadOnlyList<string> files)
    {
        var config = new KubeConfig { Files = files, Yaml = yaml };
        foreach (var file in files)
        {
            ReadInto(config, file);
        }

        return config;
    }

    // Several documents are merged like files; kubectl reads only the first.
    private void ReadInto(KubeConfig config, string file)
    {
        var text = TextFile.Read(file, "kubeconfig file");
        try
        {
            foreach (var json in yaml.ToJson(text))
            {
                Add(config, JsonNodes.ParseElement(json), file);
            }
        }
        catch (FormatException e)
        {
            throw Invalid($"The kubeconfig file '{file}' is not valid YAML: {e.Message}");
        }
    }

    private static void Add(KubeConfig config, JsonElement root, string file)
    {
        switch (root.ValueKind)
        {
            case JsonValueKind.Object:
                config.Add(root, file);
                break;
            case JsonValueKind.Null:
                // An empty file is an empty configuration.
                break;
            default:
                throw Invalid($"The file '{file}' is not a kubeconfig: it is not a mapping.");
        }
    }
}
