namespace KubeApi.Binding;

/// <summary>The objects of a parameter for one object: PowerShell binds an argument that is an array as a whole.</summary>
internal static class PipelineItems
{
    /// <summary>The items of an array; any other value itself.</summary>
    public static IEnumerable<object?> Of(object? input) => EmptyValue.Unwrap(input) is object?[] items ? items : [input];
}
