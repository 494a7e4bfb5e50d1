using System.Reflection;
using System.Runtime.Loader;
using KubeApi.Client.Configuration;

namespace KubeApi.Sandbox.Http;

/// <summary>Reads YAML as kubectl does. The reader lives in a load context of its own: who hosts the sandbox may host modules with another YamlDotNet.</summary>
internal static class YamlText
{
    private static readonly Lazy<IYamlReader> s_reader = new(() =>
        (IYamlReader)Activator.CreateInstance(new Context().LoadFromAssemblyName(new AssemblyName("KubeApi.Yaml")).GetType("KubeApi.Yaml.YamlReader", throwOnError: true)!)!);

    /// <summary>The first document, as JSON; the server reads no further.</summary>
    /// <exception cref="FormatException">The text is no YAML.</exception>
    public static byte[] ToJson(string yaml) => Documents(yaml) is [var first, ..] ? first : "null"u8.ToArray();

    /// <summary>All documents, as JSON.</summary>
    /// <exception cref="FormatException">The text is no YAML.</exception>
    public static IReadOnlyList<byte[]> Documents(string yaml) => [.. s_reader.Value.ToJson(yaml)];

    private sealed class Context() : AssemblyLoadContext("KubeApi.Sandbox.Yaml")
    {
        private static readonly string s_folder = Path.Combine(Path.GetDirectoryName(typeof(YamlText).Assembly.Location)!, "Yaml");

        // What is not in the folder is shared, as the reader's interface.
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var path = Path.Combine(s_folder, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
