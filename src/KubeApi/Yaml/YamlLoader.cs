using System.Reflection;
using System.Runtime.Loader;
using KubeApi.Client.Configuration;

namespace KubeApi.Yaml;

/// <summary>Loads KubeApi.Yaml into its own load context, because other modules may load another version of its library.</summary>
internal sealed class YamlLoader : AssemblyLoadContext
{
    private readonly string _folder;

    private YamlLoader(string folder)
        : base("KubeApi.Yaml") => _folder = folder;

    /// <summary>A reader of YAML. Loads nothing before its first use.</summary>
    public static IYamlReader CreateReader() => new Deferred();

    /// <summary>A writer of YAML. Loads nothing before its first use.</summary>
    public static IYamlWriter CreateWriter() => new Deferred();

    // KubeApi.Client, which has the interface, is shared; everything else is loaded from the folder.
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == typeof(IYamlReader).Assembly.GetName().Name)
        {
            return typeof(IYamlReader).Assembly;
        }

        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    private sealed class Deferred : IYamlReader, IYamlWriter
    {
        private static readonly Lazy<Assembly> s_assembly = new(Load);
        private static readonly Lazy<IYamlReader> s_reader = new(Create<IYamlReader>("YamlReader"));
        private static readonly Lazy<IYamlWriter> s_writer = new(Create<IYamlWriter>("YamlWriter"));

        public IReadOnlyList<byte[]> ToJson(string yaml) => s_reader.Value.ToJson(yaml);

        public IReadOnlyList<(byte[] Json, int Line)> Read(string yaml) => s_reader.Value.Read(yaml);

        public (int Line, int Column)? Locate(string yaml, int document, string path) => s_reader.Value.Locate(yaml, document, path);

        public string ToYaml(ReadOnlyMemory<byte> json) => s_writer.Value.ToYaml(json);

        private static Func<T> Create<T>(string type) =>
            () => (T)Activator.CreateInstance(s_assembly.Value.GetType($"KubeApi.Yaml.{type}", throwOnError: true)!)!;

        private static Assembly Load()
        {
            // Next to the client: if that assembly is compiled ahead of time, so is this one.
            var folder = Path.Combine(Path.GetDirectoryName(typeof(IYamlReader).Assembly.Location)!, "Yaml");
            return new YamlLoader(folder).LoadFromAssemblyPath(Path.Combine(folder, "KubeApi.Yaml.dll"));
        }
    }
}
