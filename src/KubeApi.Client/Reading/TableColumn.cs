namespace KubeApi.Client.Reading;

/// <summary>A column of the server's table for a resource type (<c>meta/v1 TableColumnDefinition</c>).</summary>
public sealed record TableColumn
{
    /// <summary>The heading.</summary>
    public string Name { get; init; } = "";

    /// <summary>The OpenAPI type of the cells: <c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>, <c>date</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>A format of the type; <c>name</c> for the object's name.</summary>
    public string Format { get; init; } = "";

    /// <summary>The description of the column.</summary>
    public string Description { get; init; } = "";

    /// <summary>0 for a column of every view; greater for a column of wide views.</summary>
    public int Priority { get; init; }
}
