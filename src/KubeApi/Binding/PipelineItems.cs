namespace KubeApi.Binding;

/// <summary>The items of a parameter that takes one object: PowerShell binds an array to it as a whole.</summary>
internal static class PipelineItems
{
    /// <summary>The items of an array; any other value itself.</summary>
    public static IEnumerable<object?> Of(object? input) => EmptyValue.Unwrap(input) is object?[] items ? items : [input];
}
