namespace KubeApi.Client.Configuration;

/// <summary>Turns JSON into YAML. Implemented outside this library, which knows no YAML.</summary>
public interface IYamlWriter
{
    /// <summary>
    /// One YAML document, which reads as the same JSON to readers of YAML 1.1 and 1.2: what one of them would misread is quoted. It ends with
    /// a line feed only where that belongs to its last text.
    /// </summary>
    /// <param name="json">JSON in UTF-8.</param>
    string ToYaml(ReadOnlyMemory<byte> json);
}
