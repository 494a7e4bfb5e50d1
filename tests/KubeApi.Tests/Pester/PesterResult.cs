namespace KubeApi.Tests.Pester;

/// <summary>How many tests of a Pester file passed, failed, and were skipped or not run.</summary>
internal sealed record PesterResult(int Passed, int Failed, int Skipped)
{
    public static PesterResult operator +(PesterResult one, PesterResult other) =>
        new(one.Passed + other.Passed, one.Failed + other.Failed, one.Skipped + other.Skipped);
}
