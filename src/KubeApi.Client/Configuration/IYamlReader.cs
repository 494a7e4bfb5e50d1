namespace KubeApi.Client.Configuration;

/// <summary>Turns YAML into JSON. Implemented outside this library, which knows no YAML.</summary>
public interface IYamlReader
{
    /// <summary>The documents of a YAML stream that is taken whole, as a kubeconfig or a patch, each as JSON in UTF-8; JSON is YAML, too.</summary>
    /// <exception cref="FormatException">The text is no YAML; the message says where, and quotes nothing of it.</exception>
    IReadOnlyList<byte[]> ToJson(string yaml);

    /// <summary>
    /// The documents of manifests, with the line on which the value of each begins. The text is cut at lines that begin with <c>---</c> before it is
    /// parsed, and its last document ends as if with a newline. JSON values may follow each other. Documents of comments alone are left out.
    /// </summary>
    /// <exception cref="FormatException">The text is no YAML; the message says where, and quotes nothing of it.</exception>
    IReadOnlyList<(byte[] Json, int Line)> Read(string yaml);

    /// <summary>The line and column of a field, or of what holds it where it is missing; null where neither is there. Reads the text again.</summary>
    /// <param name="yaml">A text that <see cref="Read"/> has read.</param>
    /// <param name="document">The document in it, from 1.</param>
    /// <param name="path">The field, as servers tell it: <c>spec.containers[0].image</c>, <c>.spec.containers[name="web"].image</c>.</param>
    (int Line, int Column)? Locate(string yaml, int document, string path);
}
