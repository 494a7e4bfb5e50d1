namespace KubeApi.Sandbox.Schemas;

/// <summary>The schemas of the kinds of one OpenAPI v3 document.</summary>
internal sealed class SchemaDocument
{
    private readonly Dictionary<(string Group, string Version, string Kind), Schema> _kinds = [];

    public SchemaDocument(ReadOnlyMemory<byte> openApi)
    {
        using var document = JsonDocument.Parse(openApi);
        if (!document.RootElement.TryGetProperty("components", out var components) || !components.TryGetProperty("schemas", out var schemas))
        {
            return;
        }

        var reader = new SchemaReader(schemas);
        foreach (var component in schemas.EnumerateObject())
        {
            // Options belong to every group version there is; a kind has one.
            if (component.Value.TryGetProperty("x-kubernetes-group-version-kind", out var names) && names.GetArrayLength() == 1)
            {
                _kinds[(Text(names[0], "group"), Text(names[0], "version"), Text(names[0], "kind"))] = reader.Named(component.Name);
            }
        }
    }

    public Schema? Find(string group, string version, string kind) => _kinds.GetValueOrDefault((group, version, kind));

    private static string Text(JsonElement source, string name) => source.GetProperty(name).GetString() ?? "";
}
