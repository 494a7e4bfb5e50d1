using System.Globalization;
using System.Management.Automation.Host;

namespace KubeApi.Console.Hosting;

/// <summary>The smallest host that prints as pwsh does.</summary>
internal sealed class Host : PSHost
{
    private readonly HostUserInterface _ui = new();

    /// <summary>The argument of <c>exit</c>; null if it was not called.</summary>
    public int? ExitCode { get; private set; }

    public override string Name => "KubeApi.Console";

    public override Version Version => typeof(Host).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => _ui;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("This host has no prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("This host has no prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
