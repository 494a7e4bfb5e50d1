using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox.Streams;

/// <summary>A WebSocket message of a recording, which may be truncated.</summary>
internal sealed record RecordedFrame(bool IsFromServer, bool IsClose, byte[] Start, int Length)
{
    /// <summary>Whether it is data of a forwarded connection, which may be split differently.</summary>
    public bool IsOfConnection { get; init; }

    /// <summary>The channel; -1 for a Close message.</summary>
    public int Channel => IsClose ? -1 : Start[0];

    /// <summary>The beginning of the data after the channel byte, padded to its length.</summary>
    public byte[] Data => [.. Start[1..], .. Enumerable.Repeat((byte)'.', Length - Start.Length)];

    public static RecordedFrame Read(JsonObject line) => new(
        line["from"]!.GetValue<string>() == "server", line["opcode"]!.GetValue<string>() == "close",
        Convert.FromBase64String(line["base64"]!.GetValue<string>()), line["length"]!.GetValue<int>());
}
