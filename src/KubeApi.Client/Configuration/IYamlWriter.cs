namespace KubeApi.Client.Configuration;

/// <summary>Converts JSON to YAML. Implemented outside of this library, which knows nothing of YAML.</summary>
public interface IYamlWriter
{
    /// <summary>
    /// Writes one YAML document that parsers of YAML 1.1 and 1.2 read as the same JSON: strings that one of them would misread are quoted. It ends with a line
    /// feed only if that belongs to its last string.
    /// </summary>
    /// <param name="json">JSON in UTF-8.</param>
    string ToYaml(ReadOnlyMemory<byte> json);
}
