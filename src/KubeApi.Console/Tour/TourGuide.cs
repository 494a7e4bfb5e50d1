using System.Management.Automation.Language;
using KubeApi.Console.Hosting;

namespace KubeApi.Console.Tour;

/// <summary>
/// Prints each statement of a script, runs it, and checks its result. <c>#-> Forbidden</c> after a statement means that it must fail with
/// that error. A part whose heading contains <c>[proxy]</c> is skipped without a proxy.
/// </summary>
internal sealed class TourGuide(Shell shell, string? noProxy)
{
    private const string ExpectationMark = "#->";
    private const string ProxyMark = "[proxy]";

    private int _steps;
    private int _surprises;
    private bool _isSkipping;

    /// <summary>Returns 0 if every statement had the expected result.</summary>
    public int Walk(string script)
    {
        var tree = Parser.ParseInput(script, out var tokens, out var errors);
        if (errors.Length > 0)
        {
            throw new InvalidOperationException($"The tour's script has an error: {errors[0].Message}");
        }

        var comments = tokens.Where(t => t.Kind == TokenKind.Comment).ToList();
        var position = 0;
        foreach (var statement in tree.EndBlock.Statements)
        {
            if (shell.IsStopped)
            {
                System.Console.WriteLine("\nThe tour was stopped.");
                return 1;
            }

            foreach (var heading in comments.Where(
                c => c.Extent.StartOffset >= position && c.Extent.EndOffset <= statement.Extent.StartOffset && !IsExpectation(c)))
            {
                Announce(heading.Text);
            }

            position = statement.Extent.EndOffset;
            var expectation = comments.FirstOrDefault(c => IsExpectation(c) && c.Extent.StartLineNumber == statement.Extent.EndLineNumber);
            if (!_isSkipping)
            {
                Take(statement.Extent.Text, expectation?.Text[ExpectationMark.Length..].Trim());
            }
        }

        System.Console.WriteLine($"\n{_steps} commands ran, {_steps - _surprises} with the expected result.");
        return _surprises == 0 ? 0 : 1;
    }

    private static bool IsExpectation(Token comment) => comment.Text.StartsWith(ExpectationMark, StringComparison.Ordinal);

    private void Announce(string heading)
    {
        var needsProxy = heading.Contains(ProxyMark, StringComparison.Ordinal);
        _isSkipping = needsProxy && noProxy is not null;
        System.Console.WriteLine($"\n{heading.Replace(ProxyMark, "", StringComparison.Ordinal).TrimEnd()}");
        if (_isSkipping)
        {
            System.Console.WriteLine($"Skipped: {noProxy}.");
        }
    }

    private void Take(string statement, string? expected)
    {
        System.Console.WriteLine($"PS> {statement}");
        shell.Run(statement);
        _steps++;
        var happened = shell.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]).FirstOrDefault();
        if (happened != expected)
        {
            _surprises++;
            System.Console.WriteLine($"!!! expected {expected ?? "no error"}, got {happened ?? "no error"}");
        }
    }
}
