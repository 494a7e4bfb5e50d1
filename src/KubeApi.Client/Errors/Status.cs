using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Client.Errors;

/// <summary>The API's description of a failure: <c>meta/v1 Status</c>.</summary>
public sealed record Status
{
    /// <summary>The HTTP status code; 0 if there was no response.</summary>
    public int Code { get; init; }

    /// <summary>A CamelCase word such as <c>NotFound</c>; empty if the server sent none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The message.</summary>
    public string Message { get; init; } = "";

    /// <summary>The name of the object, if any.</summary>
    public string Name { get; init; } = "";

    /// <summary>The API group of the object.</summary>
    public string Group { get; init; } = "";

    /// <summary>The resource or kind of the object, as the server names it.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The uid of the object, if any.</summary>
    public string Uid { get; init; } = "";

    /// <summary>The seconds to wait before a retry; 0 if the server sent none.</summary>
    public int RetryAfterSeconds { get; init; }

    /// <summary>The fresh continue token of an expired list (410); empty otherwise.</summary>
    public string Continue { get; init; } = "";

    /// <summary>The causes, one per field.</summary>
    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    /// <summary>Whether the user may not act as another one: then the server refuses every request, also those about permissions.</summary>
    public bool IsImpersonationRefused => Code == 403 && Message.Contains("cannot impersonate", StringComparison.Ordinal);

    /// <summary>Whether the requested resource version is ahead of the server.</summary>
    public bool IsVersionAhead => Causes.Any(c => c.Reason == "ResourceVersionTooLarge");

    /// <summary>Reads a Status; null if the bytes are not JSON, or of another kind.</summary>
    public static Status? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return TryParse(JsonNodes.ParseElement(json.Span));
        }
        catch (JsonException)
        {
            // No inner exception: the parser's message quotes the server's bytes.
            return null;
        }
    }

    /// <summary>Reads a Status; null if the element is of another kind.</summary>
    public static Status? TryParse(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || root.Text("kind") != "Status")
        {
            return null;
        }

        return Read(root);
    }

    /// <summary>Reads a Status of any kind: those of an exec have none.</summary>
    internal static Status Read(JsonElement root)
    {
        var details = root.Child("details");
        return new Status
        {
            Code = root.Number("code"),
            Reason = root.Text("reason"),
            Message = TerminalText.Clean(root.Text("message")),
            Name = TerminalText.Clean(details.Text("name")),
            Group = TerminalText.Clean(details.Text("group")),
            Kind = TerminalText.Clean(details.Text("kind")),
            Uid = details.Text("uid"),
            RetryAfterSeconds = details.Number("retryAfterSeconds"),
            Continue = root.Child("metadata").Text("continue"),
            Causes =
            [
                .. details.Items("causes").Select(
                    c => new StatusCause(c.Text("reason"), TerminalText.Clean(c.Text("message")), TerminalText.Clean(c.Text("field"))))
            ],
        };
    }
}
