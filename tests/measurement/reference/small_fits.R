# Reference values for test_mixed.py and test_company_engine.py. Run: Rscript small_fits.R > small_fits.json
# Data: Dyestuff and Dyestuff2 (Davies 1947; Box & Tiao 1973) as lme4 has them, and two tables made by arithmetic so
# that the tests can make the same ones: no chance, no files.
suppressMessages(library(lme4))

told <- function(model) {
  parts <- as.data.frame(VarCorr(model))
  beta <- fixef(model)
  errors <- sqrt(diag(as.matrix(vcov(model))))
  predictions <- ranef(model, condVar = TRUE)
  levels <- sapply(names(predictions), function(name) {
    one <- predictions[[name]]
    rows <- sprintf('"%s": [%.12g, %.12g]', rownames(one), one[, 1], attr(one, "postVar")[1, 1, ])
    sprintf('"%s": {%s}', name, paste(rows, collapse = ", "))
  })
  sprintf('{"criterion": %.10f, "variances": {%s}, "fixed": {%s}, "levels": {%s}}', REMLcrit(model),
          paste(sprintf('"%s": %.12g', parts$grp, parts$vcov), collapse = ", "),
          paste(sprintf('"%s": [%.12g, %.12g]', names(beta), beta, errors), collapse = ", "),
          paste(levels, collapse = ", "))
}

tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10), check.conv.singular = "ignore")

# a number between -0.5 and 0.5 that looks like chance and is the same everywhere
noise <- function(n) { x <- abs(sin(n * 12.9898) * 43758.5453); x - floor(x) - 0.5 }

# 40 ratees, 30 raters, who rates whom by a rule; a covariate and a department
i <- rep(0:39, each = 7); j <- (i * 3 + rep(0:6, 40) * 4) %% 30
crossed <- data.frame(d = factor(i), s = factor(j), dept = factor(i %/% 5), service = as.numeric((i + 2 * j) %% 3 == 0))
crossed$y <- 3 + 1.5 * noise(1000 + i) + 1.2 * noise(2000 + j) + 0.8 * noise(3000 + i %/% 5) + 2 * noise(4000 + i * 30 + j) +
  0.2 * crossed$service

# 35 ratees, six raters a wave (four of them the same), three competencies, 360 form in long shape
rows <- list()
for (person in 0:34) for (wave in 0:1) for (place in 0:5) {
  rater <- 100 + (person * 2 + ifelse(place < 4, place, place + 5 * wave + 1)) %% 25
  pair <- person * 200 + rater
  for (k in 0:2) {
    score <- 3 + 0.1 * wave + 1.2 * noise(person) + 1.1 * noise(100 + 2 * person + wave) + 1.2 * noise(300 + 3 * person + k) +
      0.7 * noise(500 + 6 * person + 3 * wave + k) + 1.4 * noise(1000 + rater) + 1.2 * noise(2000 + pair) +
      0.8 * noise(20000 + 2 * pair + wave) + 1.1 * noise(60000 + 3 * pair + k) + 1.5 * noise(100000 + 6 * pair + 3 * wave + k)
    rows[[length(rows) + 1]] <- c(person, rater, wave, k, place == 0, score)
  }
}
long <- as.data.frame(do.call(rbind, rows)); names(long) <- c("ratee", "rater", "wave", "k", "manager", "y")
join <- function(...) interaction(..., drop = TRUE)
long <- within(long, {
  pair <- join(ratee, rater); rw <- join(ratee, wave); rk <- join(ratee, k); rkw <- join(ratee, k, wave)
  pw <- join(pair, wave); pk <- join(pair, k); ratee <- factor(ratee); rater <- factor(rater); k <- factor(k)
})
whole <- lmer(y ~ k * (wave + manager) + (1 | ratee) + (1 | rw) + (1 | rk) + (1 | rkw) + (1 | rater) + (1 | pair) + (1 | pw) + (1 | pk),
              data = long, control = tight)
parts <- as.data.frame(VarCorr(whole))

cat("{\n")
cat('"made_with": "', R.version.string, ", lme4 ", as.character(packageVersion("lme4")), '",\n', sep = "")
cat('"dyestuff": ', told(lmer(Yield ~ 1 + (1 | Batch), Dyestuff, control = tight)), ",\n", sep = "")
cat('"dyestuff2": ', told(lmer(Yield ~ 1 + (1 | Batch), Dyestuff2, control = tight)), ",\n", sep = "")
cat('"crossed": ', told(lmer(y ~ service + (1 | s) + (1 | d) + (1 | dept), crossed, control = tight)), ",\n", sep = "")
cat('"company": {"variances": {', paste(sprintf('"%s": %.12g', parts$grp, parts$vcov), collapse = ", "), "}}\n}\n", sep = "")
