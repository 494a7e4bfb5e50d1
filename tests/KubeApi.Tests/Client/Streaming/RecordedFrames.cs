using System.Text.Json;

namespace KubeApi.Tests.Client.Streaming;

/// <summary>The frames of a WebSocket of a real 1.36 server: Fixtures/Streams.</summary>
internal static class RecordedFrames
{
    /// <summary>A connection that replays the messages of the server, and the messages that the client sent.</summary>
    public static (ScriptedConnection Connection, string Protocol, byte[][] Sent) Play(string name)
    {
        var frames = new ServerFrames();
        var protocol = "";
        List<byte[]> sent = [];
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "tests", "KubeApi.Tests", "Fixtures", "Streams", name + ".jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var frame = document.RootElement;
            if (frame.TryGetProperty("response", out var response))
            {
                protocol = response.EnumerateArray().Last().GetString()!.Split(": ").Last();
            }

            if (!frame.TryGetProperty("opcode", out var opcode))
            {
                continue;
            }

            var data = frame.GetProperty("base64").GetBytesFromBase64();
            if (frame.GetProperty("from").GetString() == "server")
            {
                frames.Frame(opcode.GetString() == "close" ? (byte)8 : (byte)2, data);
            }
            else if (opcode.GetString() == "binary")
            {
                sent.Add(data);
            }
        }

        return (new ScriptedConnection(frames.ToArray()), protocol, [.. sent]);
    }
}
