using System.Buffers;
using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Errors;

/// <summary>The body of every failure, and of the success of a delete.</summary>
internal sealed record Status(int Code, string? Reason, string? Message, StatusDetails? Details = null)
{
    public bool IsSuccess { get; init; }

    /// <summary>Whether a success includes its code.</summary>
    public bool NamesCode { get; init; }

    /// <summary>The fresh token inside an expired continue token's 410.</summary>
    public string? Continue { get; init; }

    public byte[] ToBytes()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = JsonText.CompactWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", "Status");
            writer.WriteString("apiVersion", "v1");
            writer.WriteStartObject("metadata");
            WriteIfPresent(writer, "continue", Continue);
            writer.WriteEndObject();
            writer.WriteString("status", IsSuccess ? "Success" : "Failure");
            WriteIfPresent(writer, "message", Message);
            WriteIfPresent(writer, "reason", Reason);
            if (Details is not null)
            {
                WriteDetails(writer, Details);
            }

            if (!IsSuccess || NamesCode)
            {
                writer.WriteNumber("code", Code);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteDetails(Utf8JsonWriter writer, StatusDetails details)
    {
        writer.WriteStartObject("details");
        WriteIfPresent(writer, "name", details.Name);
        WriteIfPresent(writer, "group", details.Group);
        WriteIfPresent(writer, "kind", details.Kind);
        WriteIfPresent(writer, "uid", details.Uid);
        if (details.Causes.Count > 0)
        {
            writer.WriteStartArray("causes");
            foreach (var cause in details.Causes)
            {
                writer.WriteStartObject();
                WriteIfPresent(writer, "reason", cause.Reason);
                WriteIfPresent(writer, "message", cause.Message);
                WriteIfPresent(writer, "field", cause.Field);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (details.RetryAfterSeconds is { } seconds)
        {
            writer.WriteNumber("retryAfterSeconds", seconds);
        }

        writer.WriteEndObject();
    }

    private static void WriteIfPresent(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }
}
