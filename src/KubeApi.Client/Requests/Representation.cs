using System.Diagnostics.CodeAnalysis;

namespace KubeApi.Client.Requests;

/// <summary>The form in which a server returns objects. A server that does not support the form returns whole objects.</summary>
public enum Representation
{
    /// <summary>The whole object.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The API's own term.")]
    Object,

    /// <summary>The object's metadata only (<c>PartialObjectMetadata</c>).</summary>
    Metadata,

    /// <summary>Rows of the server's own columns (<c>Table</c>), each with its whole object.</summary>
    Table,
}
