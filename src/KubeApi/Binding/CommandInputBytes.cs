using System.Text;

namespace KubeApi.Binding;

/// <summary>Converts pipeline input to the bytes of a command's input.</summary>
internal static class CommandInputBytes
{
    /// <summary>Bytes as they are; a string in UTF-8 with a line feed; a number as its string. Null for anything else.</summary>
    public static byte[]? Of(object? input) => EmptyValue.Unwrap(input) switch
    {
        byte[] bytes => bytes,
        byte one => [one],
        object?[] { Length: > 0 } items when Array.TrueForAll(items, i => EmptyValue.Unwrap(i) is byte) => [.. items.Select(i => (byte)EmptyValue.Unwrap(i)!)],
        string line => Encoding.UTF8.GetBytes(line + "\n"),
        char or bool or DateTime or DateTimeOffset or Guid or TimeSpan or Version or Uri or Enum => Line(input),
        IFormattable and ValueType => Line(input),
        _ => null,
    };

    private static byte[] Line(object? value) => Encoding.UTF8.GetBytes(ArgumentText.Of(value) + "\n");
}
