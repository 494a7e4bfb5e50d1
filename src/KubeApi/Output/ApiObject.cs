using System.Collections.Specialized;
using System.Management.Automation;
using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Session;

namespace KubeApi.Output;

/// <summary>Creates the PowerShell object of an API object's JSON.</summary>
internal static class ApiObject
{
    public const string TypeName = "KubeApi.Object";

    /// <summary>
    /// An additional type name of objects whose keys cannot all be properties, because PowerShell would show a dictionary entry by entry. It follows the
    /// object's own type name, whose view has priority.
    /// </summary>
    public const string DictionaryTypeName = "KubeApi.Object.Dictionary";

    /// <summary>Creates the object of a query's result, with its origin.</summary>
    /// <exception cref="KubeApiException">The bytes are not valid JSON; the message has the object's position in the list.</exception>
    public static object? Create(KubeApiSession session, in ObjectQueryResult result, ObjectOrigin origin, bool showManagedFields)
    {
        var source = new JsonSource(result.Json!, session.Names, showManagedFields) { Cells = ServerCells.Create(result.Cells, result.Columns, session.Names) };
        try
        {
            return Create(source, origin, result.Resource!.ApiVersion, result.Resource.Kind);
        }
        catch (JsonException e)
        {
            throw new KubeApiException(
                FailureKind.InvalidAnswer, $"Item {result.Position} of the list of {result.Resource} {JsonLimits.Fault(e)} at its byte {e.BytePositionInLine}.",
                e);
        }
    }

    /// <summary>Likewise, for an object from a watch.</summary>
    /// <exception cref="KubeApiException">The bytes are not JSON.</exception>
    public static PSObject Create(ListItem item, ObjectOrigin origin)
    {
        var (session, type) = (origin.Session, origin.Type);
        var source = new JsonSource(item.Json, session.Names, ShowManagedFields: false) { Cells = ServerCells.Create(item.Cells, item.Columns, session.Names) };
        try
        {
            return PSObject.AsPSObject(Create(source, origin, type.ApiVersion, type.Kind)!);
        }
        catch (JsonException e)
        {
            throw new KubeApiException(FailureKind.InvalidAnswer, $"The watch of {type.FullName} sent an object that {JsonLimits.Fault(e)}.", e);
        }
    }

    /// <summary>Creates the object of a list item or of a single response.</summary>
    /// <param name="source">The JSON of one object.</param>
    /// <param name="origin">The origin; null for a response that is not an API object.</param>
    /// <param name="apiVersion">The value to use if the server omits it, as in built-in lists.</param>
    /// <param name="kind">Likewise.</param>
    public static object? Create(JsonSource source, Provenance? origin, string? apiVersion = null, string? kind = null)
    {
        var cursor = new JsonCursor(source.Bytes);
        if (cursor.Current != '{')
        {
            return JsonValue.Parse(source, 0);
        }

        var fields = JsonField.ReadAll(source, ref cursor, default);
        // Lists, reviews and Status have a kind but no name; the view of objects would show an empty row.
        var isKnownObject = kind is not null;
        kind = Identify(fields, "kind", kind);
        apiVersion = Identify(fields, "apiVersion", apiVersion);
        var result = JsonField.NeedDictionary(fields) ? new PSObject(CreateDictionary(source, fields, origin)) : CreateObject(source, fields, origin);
        if (apiVersion is not null && kind is not null && (isKnownObject || NameOf(result).Length > 0))
        {
            if (result.BaseObject is OrderedDictionary)
            {
                result.TypeNames.Insert(0, DictionaryTypeName);
            }

            result.TypeNames.Insert(0, TypeName);
            result.TypeNames.Insert(0, $"{TypeName}#{apiVersion}/{kind}");
            if (source.Cells is null && kind != "Scale")
            {
                // The view of its kind would be half empty without columns. A scale's view needs none.
                result.TypeNames.Insert(0, ViewTypeNames.WithoutColumns);
            }
        }

        return result;
    }

    /// <summary>An object's <c>metadata.name</c>; empty if it has none.</summary>
    public static string NameOf(object? o) => ObjectMetadata.Of(o, "name") ?? "";

    private static PSObject CreateObject(JsonSource source, List<JsonField> fields, Provenance? origin)
    {
        var result = PropertyBag.Create(fields.Count);
        foreach (var field in fields)
        {
            result.Properties.Add(ToProperty(source, field, origin), preValidated: true);
        }

        return result;
    }

    // Keys that PowerShell cannot distinguish, or uses itself.
    private static OrderedDictionary CreateDictionary(JsonSource source, List<JsonField> fields, Provenance? origin)
    {
        var result = origin is null ? new OrderedDictionary(StringComparer.Ordinal) : new ProvenanceDictionary(origin) { Cells = source.Cells };
        foreach (var field in fields)
        {
            // A property cannot have an empty name.
            result[field.Name] = field.Name == "metadata" ? ToProperty(source, field, origin).Value : field.ToValue(source);
        }

        return result;
    }

    private static PSNoteProperty ToProperty(JsonSource source, JsonField field, Provenance? origin) =>
        origin is not null && field is { Name: "metadata", IsNested: true } && source.Bytes[field.Offset] == '{'
            ? new MetadataProperty(source, field.Offset, field.Length, origin)
            : field.ToProperty(source);

    // The server's string takes precedence over the known value. A value that is neither absent nor a string stays unchanged.
    private static string? Identify(List<JsonField> fields, string name, string? known)
    {
        var index = IndexOf(fields, name);
        var field = index < 0 ? default : fields[index];
        var value = field.IsNested || field.Scalar is not null ? field.Scalar as string : known;
        if (value is not null)
        {
            for (; index >= 0; index = IndexOf(fields, name))
            {
                fields.RemoveAt(index);
            }

            fields.Insert(0, new JsonField(name, value, 0, 0));
        }

        return value;
    }

    // No delegate, because this runs twice for each object of a list.
    private static int IndexOf(List<JsonField> fields, string name)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }
}
