using System.Text.Json;

namespace KubeApi.Client.Json;

/// <summary>
/// Walks over a JSON text that is in memory as a whole. Whatever it passes is checked against the grammar and nothing is made of it: several
/// times as fast as a reader that makes tokens, where most values are skipped. UTF-8 is for the caller to check.
/// </summary>
/// <remarks>
/// To read an object: <c>for (var more = cursor.Enter('{'); more; more = cursor.Next('{')) { cursor.ReadName(…); cursor.SkipValue(); }</c>
/// </remarks>
public ref struct JsonCursor
{
    private readonly ReadOnlySpan<byte> _json;
    private int _depth;

    /// <summary>Stands at the first value at or behind a position.</summary>
    public JsonCursor(ReadOnlySpan<byte> json, int position = 0)
    {
        _json = json;
        Position = JsonGrammar.SkipSpace(json, position);
    }

    /// <summary>Where it stands: at the first byte of a name or value, or behind the last one.</summary>
    public int Position { get; private set; }

    /// <summary>The first byte of what comes next; 0 at the end.</summary>
    public readonly byte Current => JsonGrammar.At(_json, Position);

    /// <summary>Goes into the object or array that it stands at; false if that is empty, and then it is behind it.</summary>
    /// <param name="opening"><c>{</c> or <c>[</c></param>
    /// <exception cref="JsonException">Something else stands there, or it is nested too deep.</exception>
    public bool Enter(char opening)
    {
        JsonGrammar.CheckDepth(Position, ++_depth);
        Take(opening);
        return !Leave(opening);
    }

    /// <summary>Goes from behind a value to the next one of the same object or array; false if there is none, and then it is behind the end.</summary>
    /// <param name="opening">What the object or array began with.</param>
    /// <exception cref="JsonException">There is neither a comma nor the end.</exception>
    public bool Next(char opening)
    {
        Position = JsonGrammar.SkipSpace(_json, Position);
        if (Leave(opening))
        {
            return false;
        }

        Take(',');
        return true;
    }

    /// <summary>Reads a property's name, and goes on to its value.</summary>
    /// <param name="isEscaped">Whether the name holds escapes, as it stands.</param>
    /// <returns>What stands between the quotes.</returns>
    /// <exception cref="JsonException">There is no name with a colon.</exception>
    public ReadOnlySpan<byte> ReadName(out bool isEscaped)
    {
        var start = Position + 1;
        var end = JsonGrammar.SkipString(_json, Position);
        Position = JsonGrammar.SkipSpace(_json, end);
        Take(':');
        var name = _json[start..(end - 1)];
        isEscaped = name.Contains((byte)'\\');
        return name;
    }

    /// <summary>Goes behind the value that it stands at.</summary>
    /// <exception cref="JsonException">There is no value, or no valid one.</exception>
    public void SkipValue() => Position = JsonGrammar.SkipValue(_json, Position, _depth);

    private bool Leave(char opening)
    {
        // In ASCII both closing brackets stand two behind their opening ones.
        if (Current != opening + 2)
        {
            return false;
        }

        Position++;
        _depth--;
        return true;
    }

    private void Take(char expected) => Position = JsonGrammar.SkipSpace(_json, JsonGrammar.Skip(_json, Position, expected));
}
