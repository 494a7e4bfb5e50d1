namespace KubeApi.Sandbox.Json;

/// <summary>The recorded data of a real server, embedded in the assembly (`Data/`): discovery, OpenAPI, bootstrap objects, tables.</summary>
internal static class Recorded
{
    private static readonly Dictionary<string, string> s_names = typeof(Recorded).Assembly.GetManifestResourceNames()
        .ToDictionary(name => name.Replace('\\', '/'), StringComparer.Ordinal);

    /// <summary>The names under a folder, relative to it.</summary>
    public static IEnumerable<string> Names(string folder) =>
        s_names.Keys.Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Select(name => name[folder.Length..]);

    public static bool Exists(string name) => s_names.ContainsKey(name);

    public static byte[] Bytes(string name)
    {
        using var stream = typeof(Recorded).Assembly.GetManifestResourceStream(s_names[name])!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes.AsSpan().TrimEnd((byte)'\n').ToArray();
    }

    /// <summary>Parses a hand-written table, which must not have duplicate keys.</summary>
    /// <exception cref="InvalidDataException">A key is duplicate.</exception>
    public static JsonObject Table(string name) => Table(name, Bytes(name));

    internal static JsonObject Table(string name, byte[] text)
    {
        var duplicates = new List<string>();
        var table = (JsonObject)JsonText.Parse(text, duplicates)!;
        return duplicates.Count == 0 ? table : throw new InvalidDataException($"In {name} there are two of {string.Join(", ", duplicates)}.");
    }

    public static JsonObject Object(string name) => (JsonObject)JsonText.Parse(Bytes(name))!;
}
