using System.Reflection;
using System.Runtime.Loader;
using KubeApi.Client.Configuration;

namespace KubeApi.Session;

/// <summary>
/// Loads the YAML part into a load context of its own: Az.Aks, powershell-yaml and others bring their own YamlDotNet into the same process.
/// </summary>
internal sealed class YamlLoader : AssemblyLoadContext
{
    private readonly string _folder;

    private YamlLoader(string folder)
        : base("KubeApi.Yaml") => _folder = folder;

    /// <summary>A reader of YAML. Loads nothing before its first use.</summary>
    public static IYamlReader CreateReader() => new DeferredReader();

    // The interface is ours to share; everything else comes from the folder.
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == typeof(IYamlReader).Assembly.GetName().Name)
        {
            return typeof(IYamlReader).Assembly;
        }

        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    private sealed class DeferredReader : IYamlReader
    {
        private static readonly Lazy<IYamlReader> s_reader = new(Load);

        public IReadOnlyList<byte[]> ToJson(string yaml) => s_reader.Value.ToJson(yaml);

        private static IYamlReader Load()
        {
            var folder = Path.Combine(Path.GetDirectoryName(typeof(YamlLoader).Assembly.Location)!, "Yaml");
            var assembly = new YamlLoader(folder).LoadFromAssemblyPath(Path.Combine(folder, "KubeApi.Yaml.dll"));
            return (IYamlReader)Activator.CreateInstance(assembly.GetType("KubeApi.Yaml.YamlReader", throwOnError: true)!)!;
        }
    }
}
