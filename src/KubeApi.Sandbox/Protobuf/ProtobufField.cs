namespace KubeApi.Sandbox.Protobuf;

/// <summary>A field of a message: its JSON name, and how its bytes become JSON.</summary>
/// <param name="Type">`s` string, `b` bytes, `t` bool, `i` integer, `d` double, or the name of a message.</param>
/// <param name="IsAlways">Whether JSON contains it even if it is empty.</param>
internal sealed record ProtobufField(string Name, ProtobufFieldShape Shape, string Type, bool IsAlways)
{
    /// <summary>Reads a cell of `Data/protobuf.json`: `replicas ?i`, `containers *core.v1.Container!`.</summary>
    public static ProtobufField Parse(string text)
    {
        var separator = text.IndexOf(' ', StringComparison.Ordinal);
        var isAlways = text[^1] == '!';
        var type = text[(separator + 1)..(isAlways ? ^1 : ^0)];
        var shape = type[0] switch
        {
            '?' => ProtobufFieldShape.Optional,
            '*' => ProtobufFieldShape.List,
            '%' => ProtobufFieldShape.Map,
            '^' => ProtobufFieldShape.Inlined,
            _ => ProtobufFieldShape.Value,
        };
        return new ProtobufField(text[..separator], shape, shape == ProtobufFieldShape.Value ? type : type[1..], isAlways);
    }
}
