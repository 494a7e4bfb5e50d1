namespace KubeApi.Binding;

/// <summary>The objects that a parameter for one object holds: PowerShell binds an array as a whole when it is an argument.</summary>
internal static class PipelineItems
{
    /// <summary>The items of an array; any other value itself.</summary>
    public static IEnumerable<object?> Of(object? input) => EmptyValue.Bare(input) is object?[] items ? items : [input];
}
