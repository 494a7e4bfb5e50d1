namespace KubeApi.Client.Requests;

/// <summary>A value in a field selector. Pure.</summary>
public static class FieldValue
{
    /// <summary>Escapes a value like apimachinery's fields.EscapeValue.</summary>
    public static string Escape(string value) =>
        value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(",", @"\,", StringComparison.Ordinal).Replace("=", @"\=", StringComparison.Ordinal);

    /// <summary>The field selector of the object of a name.</summary>
    public static string SelectName(string name) => "metadata.name=" + Escape(name);
}
