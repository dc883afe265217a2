# Time of lme4 on InstEval with one thread: Rscript insteval_speed.R M0|M1
# Prints one line of JSON: CPU seconds of the fit (default settings, REML) and of the conditional variances, and the fit.
suppressMessages(library(lme4))
wanted <- commandArgs(TRUE)[1]
shape <- if (identical(wanted, "M0")) y ~ 1 + (1 | s) + (1 | d) else y ~ 1 + service + (1 | s) + (1 | d) + (1 | dept)
cpu <- function(expression) { before <- proc.time(); force(expression); sum((proc.time() - before)[1:2]) }
fit_seconds <- cpu(model <- lmer(shape, data = InstEval))
interval_seconds <- cpu(ranef(model, condVar = TRUE))
parts <- as.data.frame(VarCorr(model))
cat(sprintf('{"fit": %.4f, "intervals": %.4f, "criterion": %.8f, "variances": {%s}}\n', fit_seconds, interval_seconds,
            REMLcrit(model), paste(sprintf('"%s": %.12g', parts$grp, parts$vcov), collapse = ", ")))
