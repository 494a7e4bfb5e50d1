using System.Reflection;
using System.Runtime.Loader;
using KubeApi.Client.Configuration;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Protocol;

/// <summary>
/// Reads YAML as kubectl does, and writes it. Reader and writer are in their own load context, because the host process may have another SharpYaml.
/// </summary>
internal static class YamlText
{
    private static readonly Lazy<Assembly> s_assembly = new(() => new Context().LoadFromAssemblyName(new AssemblyName("KubeApi.Yaml")));
    private static readonly Lazy<IYamlReader> s_reader = new(() => (IYamlReader)Create("YamlReader"));
    private static readonly Lazy<IYamlWriter> s_writer = new(() => (IYamlWriter)Create("YamlWriter"));

    /// <summary>The first document as JSON; the server ignores the others.</summary>
    /// <exception cref="FormatException">The input is not valid YAML.</exception>
    public static byte[] ToJson(string yaml) => Documents(yaml) is [var first, ..] ? first : "null"u8.ToArray();

    /// <summary>All documents, as JSON.</summary>
    /// <exception cref="FormatException">The input is not valid YAML.</exception>
    public static IReadOnlyList<byte[]> Documents(string yaml) => [.. s_reader.Value.ToJson(yaml)];

    /// <summary>One document, its members sorted as a real server's are in YAML.</summary>
    public static byte[] OfJson(ReadOnlySpan<byte> json)
    {
        var node = JsonText.Parse(json);
        MapOrder.SortAll(node);
        var yaml = s_writer.Value.ToYaml(JsonText.ToBytes(node));
        return Encoding.UTF8.GetBytes(yaml.EndsWith('\n') ? yaml : yaml + "\n");
    }

    private static object Create(string type) => Activator.CreateInstance(s_assembly.Value.GetType("KubeApi.Yaml." + type, throwOnError: true)!)!;

    private sealed class Context() : AssemblyLoadContext("KubeApi.Sandbox.Yaml")
    {
        private static readonly string s_folder = Path.Combine(Path.GetDirectoryName(typeof(YamlText).Assembly.Location)!, "Yaml");

        // Assemblies outside of the folder are shared, such as the reader's interface.
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var path = Path.Combine(s_folder, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
