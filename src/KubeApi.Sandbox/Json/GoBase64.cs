namespace KubeApi.Sandbox.Json;

/// <summary>Finds the position at which Go's decoder rejects base64.</summary>
internal static class GoBase64
{
    /// <summary>The position of the first illegal character, or of the incomplete group; null for valid base64.</summary>
    public static int? FirstIllegal(string text)
    {
        var inGroup = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '=' when inGroup >= 2:
                    return text[i..] == new string('=', 4 - inGroup) ? null : i + 1;
                case var c when char.IsAsciiLetterOrDigit(c) || c is '+' or '/':
                    inGroup = (inGroup + 1) % 4;
                    break;
                default:
                    return i;
            }
        }

        return inGroup == 0 ? null : text.Length - inGroup;
    }
}
