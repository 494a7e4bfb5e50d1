using System.Collections.Specialized;
using System.Management.Automation;

namespace KubeApi.Binding;

/// <summary>
/// Accepts labels and annotations as <c>kubectl label</c> writes them: <c>tier=front</c> sets one, and <c>tier-</c> removes it, as a null value of a
/// hashtable does.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PairsTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object?[] items = EmptyValue.Unwrap(inputData) switch { string one => [one], object?[] several => several, _ => [] };
        var pairs = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var (key, value) = Read(EmptyValue.Unwrap(item));
            pairs[key] = value;
        }

        return items.Length > 0 ? pairs : inputData;
    }

    private static (string Key, string? Value) Read(object? item) => item switch
    {
        string text when text.IndexOf('=', StringComparison.Ordinal) is > 0 and var end => (text[..end], text[(end + 1)..]),
        string { Length: > 1 } text when text.EndsWith('-') => (text[..^1], null),
        _ => throw new ArgumentTransformationMetadataException(
            $"'{item}' is neither KEY=VALUE nor a hashtable. To set a value: tier=front, or @{{ tier = 'front' }}. To remove it: tier-, or "
                + "@{ tier = $null }."),
    };
}
