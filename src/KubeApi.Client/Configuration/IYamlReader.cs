namespace KubeApi.Client.Configuration;

/// <summary>Converts YAML to JSON. Implemented outside of this library, which knows nothing of YAML.</summary>
public interface IYamlReader
{
    /// <summary>Converts the documents of a YAML stream, such as a kubeconfig or a patch, to JSON in UTF-8; JSON is YAML, too.</summary>
    /// <exception cref="FormatException">The input is not valid YAML; the message has the position, and quotes nothing.</exception>
    IReadOnlyList<byte[]> ToJson(string yaml);

    /// <summary>
    /// Converts the documents of manifests, each with the line on which its value begins. The input is split at lines that begin with <c>---</c> before it is
    /// parsed, and its last document ends as if with a newline. JSON values may follow each other. Documents without a value are skipped.
    /// </summary>
    /// <exception cref="FormatException">The input is not valid YAML; the message has the position, and quotes nothing.</exception>
    IReadOnlyList<(byte[] Json, int Line)> Read(string yaml);

    /// <summary>The line and column of a field, or of its parent if it is missing; null if neither exists. Parses the input again.</summary>
    /// <param name="yaml">Input that <see cref="Read"/> has read.</param>
    /// <param name="document">The document in it, from 1.</param>
    /// <param name="path">The field in the server's notation: <c>spec.containers[0].image</c>, <c>.spec.containers[name="web"].image</c>.</param>
    (int Line, int Column)? Locate(string yaml, int document, string path);
}
