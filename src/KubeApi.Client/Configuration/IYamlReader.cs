namespace KubeApi.Client.Configuration;

/// <summary>Turns YAML into JSON. Implemented outside this library, which knows no YAML.</summary>
public interface IYamlReader
{
    /// <summary>The documents of a YAML text, each as JSON in UTF-8; JSON is YAML, too.</summary>
    /// <exception cref="FormatException">The text is no YAML; the message says where, and quotes nothing of it.</exception>
    IReadOnlyList<byte[]> ToJson(string yaml);

    /// <summary>The same, with the line on which the value of each document begins.</summary>
    /// <exception cref="FormatException">The text is no YAML; the message says where, and quotes nothing of it.</exception>
    IReadOnlyList<(byte[] Json, int Line)> Read(string yaml);
}
